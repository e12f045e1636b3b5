-- An event may go when no order has it in hand any more, whether it was consumed or not.
CREATE INDEX deliveries_of_event ON deliveries (inbox);
