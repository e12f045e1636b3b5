#include "persistence/sqlite/body_codec.hpp"

namespace gantry::persistence {

namespace {

// Orders and documents as shops and portals write them, then records, the most common ones last:
// what is near costs no more than what is far, but the end is what a short dictionary would keep.
constexpr std::string_view words =
    R"("@type":"","id":"","order_id":"","external_id":"","email":"","phone":"","first_name":"",)"
    R"("last_name":"","company":"","address1":"","address2":"","city":"","province":"","zip":"",)"
    R"("country_code":"DE","billing_address":{"name":"","shipping_address":{"name":"",)"
    R"("customer":{"id":,"line_items":[{"id":,"variant_id":,"title":"","quantity":1,"sku":"",)"
    R"("price":"0.00","tax_lines":[{"price":"","rate":0.19,"title":"VAT"}],"discount":"0.00"}],)"
    R"("total_price":"","subtotal_price":"","total_tax":"","financial_status":"paid",)"
    R"("created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00+01:00",)"
    R"({"account":"C-","name":"","source":{"channel":"edi","partner":"","external_id":"PO-"},)"
    R"("order_number":"PO-","version":1,"issued_at":"2026-01-01T00:00:00Z","buyer":{"account":"C-1",)"
    R"("name":" GmbH"},"ship_to":{"name":"","street":"","postal_code":"","city":"","country":"DE"},)"
    R"("bill_to":{"name":"","street":"","postal_code":"","city":"","country":"FR"},"note":"",)"
    R"("lines":[{"id":"1","sku":"SKU-","name":"","description":"","quantity":"1","unit":"EA",)"
    R"("unit_price":"9.90","price":"","amount":"","total":"","tax_rate":"19","line":"1"},{"id":"2",)"
    R"("sku":"SKU-","quantity":"2","unit":"EA","unit_price":"19.90"},{"line":"3","sku":"SKU-",)"
    R"("quantity":"10","unit":"EA"}],"currency":"EUR","payable_amount":"0.00","rush":false,)"
    R"("promised":"2026-01-01T00:00:00Z","ship_window":{"not_before":"2026-01-01T00:00:00Z",)"
    R"("not_after":"2026-12-31T00:00:00Z"}}},"credit":"50000","blocked":false,"status":"",)"
    R"("shipment":{"order_id":"","id":"S-","carrier":"DPD","tracking_number":"00",)"
    R"("shipped_at":"2026-01-01T00:00:00Z","estimated_delivery":"2026-01-01T00:00:00Z","lines":[)"
    R"("invoice":{"number":"INV-0000","sales_order":"SO-0000","issued_at":"2026-01-01T00:00:00Z",)"
    R"("reservation":"R-0000","reserved":true,"available":"","warehouse":"","error":"","reason":"",)"
    R"(["cause",{"by":"http:127.0.0.1","request":"","trace":"","event":"/sandbox/wms/"},"event",)"
    R"({"inbox":1,"event":"","type":"wms.shipment_confirmed","became":"wait","received_at":17},)"
    R"("wait_end",{"wait":1,"how":"matched"},"timer_end",{"timer":1},"bound",{"slot":1,"value":{)"
    R"("command",{"verb":"release","reason":"","hold":1},"held",{"hold":1,"why":"","by":"step",)"
    R"("released",{"hold":1,"how":"retry"},"control",{"control":"paused"},"note",{"text":"",)"
    R"("compensating",{"from":"","reason":""},"compensated",{"key":"","node":"","incident",)"
    R"("failed",{"attempt":1,"kind":"timeout","detail":"","transport":"","status":503},)"
    R"("retry",{"at":17,"attempt":2},"timer",{"timer":1,"due":17,"purpose":3},"doubt",{"key":"",)"
    R"("attempt":1,"why":"no answer within 10 s"},"ask",{"asked_for":1},"verified",{"key":"",)"
    R"("asked_for":1,"verdict":"adopted","node":"","result":[{"number":""}]},"settled",{"key":"",)"
    R"("attempt":2},"ended",{"how":"adopted","attempt":0,"detail":"found by its finder","result":{)"
    R"(["cause",{"by":"channel:edi"},"order",{"business_key":"","site":"main","document":"01a",)"
    R"("search":{"customer":"C-","po":"PO-"},"input":{"id":"01a","account":"C-","source":{)"
    R"("channel":"","partner":"","external_id":""},"rush":false,"note":"","lines":[{"id":"1",)"
    R"("sku":"SKU-","name":"","quantity":"1","unit_price":"9.90"},{"id":"2","sku":"SKU-","name":"",)"
    R"("quantity":"2","unit_price":"49.90"}]}},"wait",{"wait":1,"handler":true,"event":"oms.cancel_)"
    R"(requested","correlations":["01a"]},"call",{"key":"","node":"customer","digest":"",)"
    R"("arguments":{"account":"C-","ship_to":"@order@1.ship_to","lines":"@order@1.lines"}},"sent"])"
    R"(["sent",{"key":"","attempt":2,"node":""}]["answer",{"key":"","node":"","result":{"total":"",)"
    R"("currency":"EUR"}},"ended","moved",{"to":1},"phase",{"phase":"completed","output":{)"
    R"("number":"","note":""}}]["answer",{"key":"","node":"","result":{"number":"","note":""}},)"
    R"("ended","stage",{"stage":1},"moved",{"to":1},"call",{"key":"","node":"","digest":"",)"
    R"("arguments":{"order_id":"01a","sales_order":"","total":"","lines":"@order@1.lines"}},"sent"])";

} // namespace

std::string_view body_dictionary() {
  return words;
}

} // namespace gantry::persistence
