#include "examples/sandbox/stream/stream_order.hpp"

#include <array>
#include <span>

namespace gantry::sandbox {
namespace {

struct place {
  std::string_view city, plain_city, postal_code, region;
};

struct country {
  std::string_view code, name;
  std::span<const std::string_view> first_names, last_names, streets;
  std::span<const place> places;
  bool number_first; ///< `12 Maple Street`, not `Gartenweg 12`
};

constexpr std::string_view german_first[] = {"Anna",  "Lukas",  "Sophie", "Jonas",
                                             "Marie", "Felix",  "Katrin", "Stefan",
                                             "Lena",  "Martin", "Petra",  "Thomas"};
constexpr std::string_view german_last[] = {"Huber", "Wagner",   "Schneider", "Gruber",  "Becker",
                                            "Moser", "Hoffmann", "Keller",    "Brunner", "Fischer"};
constexpr std::string_view german_streets[] = {"Gartenweg",      "Bahnhofstrasse", "Lindenallee",
                                               "Kirchgasse",     "Am Anger",       "Ringstrasse",
                                               "Muehlbachgasse", "Rosenweg"};
constexpr place german_places[] = {{"München", "Muenchen", "80331", ""},
                                   {"Köln", "Koeln", "50667", ""},
                                   {"Hamburg", "Hamburg", "20095", ""},
                                   {"Nürnberg", "Nuernberg", "90402", ""},
                                   {"Leipzig", "Leipzig", "04109", ""}};
constexpr place austrian_places[] = {{"Wien", "Wien", "1070", ""},
                                     {"Graz", "Graz", "8010", ""},
                                     {"Sankt Pölten", "Sankt Poelten", "3100", ""},
                                     {"Innsbruck", "Innsbruck", "6020", ""}};
constexpr place swiss_places[] = {{"Zürich", "Zuerich", "8004", ""},
                                  {"Bern", "Bern", "3011", ""},
                                  {"Winterthur", "Winterthur", "8400", ""}};

constexpr std::string_view french_first[] = {"Camille", "Hugo", "Chloe", "Louis", "Manon", "Paul"};
constexpr std::string_view french_last[] = {"Moreau", "Lefebvre", "Garnier", "Rousseau", "Dupont"};
constexpr std::string_view french_streets[] = {"rue des Lilas", "avenue Victor Hugo",
                                               "rue du Moulin", "place du Marche"};
constexpr place french_places[] = {{"Lyon", "Lyon", "69002", ""},
                                   {"Nantes", "Nantes", "44000", ""},
                                   {"Besançon", "Besancon", "25000", ""}};

constexpr std::string_view dutch_first[] = {"Daan", "Emma", "Bram", "Sanne", "Lotte", "Ruben"};
constexpr std::string_view dutch_last[] = {"de Vries", "Jansen", "Bakker", "Visser", "Smit"};
constexpr std::string_view dutch_streets[] = {"Molenweg", "Kerkstraat", "Dorpsstraat",
                                              "Wilgenlaan"};
constexpr place dutch_places[] = {{"Utrecht", "Utrecht", "3511 AB", ""},
                                  {"Groningen", "Groningen", "9711 LM", ""},
                                  {"Eindhoven", "Eindhoven", "5611 EM", ""}};

constexpr std::string_view american_first[] = {"Olivia", "Ethan", "Grace", "Mason",
                                               "Harper", "Dylan", "Nora",  "Caleb"};
constexpr std::string_view american_last[] = {"Norman", "Bennett", "Parker", "Sullivan",
                                              "Hayes",  "Foster",  "Reed"};
constexpr std::string_view american_streets[] = {
    "Maple Street", "Chestnut Avenue", "Industrial Parkway", "Lakeview Drive", "Harbor Road"};
constexpr place american_places[] = {{"Louisville", "Louisville", "40202", "KY"},
                                     {"Portland", "Portland", "97205", "OR"},
                                     {"Madison", "Madison", "53703", "WI"},
                                     {"Savannah", "Savannah", "31401", "GA"}};

constexpr country stream_countries[] = {
    {"DE", "Germany", german_first, german_last, german_streets, german_places, false},
    {"DE", "Germany", german_first, german_last, german_streets, german_places, false},
    {"AT", "Austria", german_first, german_last, german_streets, austrian_places, false},
    {"CH", "Switzerland", german_first, german_last, german_streets, swiss_places, false},
    {"FR", "France", french_first, french_last, french_streets, french_places, true},
    {"NL", "Netherlands", dutch_first, dutch_last, dutch_streets, dutch_places, false},
    {"US", "United States", american_first, american_last, american_streets, american_places, true},
};

template <class T>
const T& one_of(dice& numbers, std::span<const T> choices) {
  return choices[numbers.below(choices.size())];
}

} // namespace

stream_address draw_address(dice& numbers, bool plain) {
  const auto& where = one_of(numbers, std::span<const country>(stream_countries));
  const auto& town = one_of(numbers, where.places);
  const std::string street(one_of(numbers, where.streets));
  const std::string house = std::to_string(numbers.between(1, 148));
  stream_address address;
  address.first_name = one_of(numbers, where.first_names);
  address.last_name = one_of(numbers, where.last_names);
  address.street = where.number_first ? house + " " + street : street + " " + house;
  address.postal_code = town.postal_code;
  address.city = plain ? town.plain_city : town.city;
  address.region = town.region;
  address.country_code = where.code;
  address.country = where.name;
  return address;
}

} // namespace gantry::sandbox
