#pragma once

#include "channels/factory.hpp"
#include "tests/support/mapped_invariants.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Channels as the settings make them, the documents that tests hand in, and what has to hold for
/// everything that a channel maps.
namespace gantry::tests {

[[nodiscard]] std::shared_ptr<channels::channel> channel_of(const std::string& kind,
                                                            const std::string& partner = {},
                                                            const std::string& secret = {});

[[nodiscard]] channels::raw_document
document_of(std::string body, std::string media_type,
            std::vector<std::pair<std::string, std::string>> headers = {});

[[nodiscard]] channels::mapped_document map_json(const std::string& body);
[[nodiscard]] channels::mapped_document map_shopify(const std::string& body);
[[nodiscard]] channels::mapped_document map_x12(const std::string& body);

/// What the engine does with a mapped order before it starts: types and rules of the canonical one.
/// `rule path` of everything that speaks against it; empty when it would be taken.
[[nodiscard]] std::vector<std::string> objections(const channels::mapped_order& order);
[[nodiscard]] bool is_taken(const channels::mapped_order& order);

[[nodiscard]] std::vector<std::string> codes_of(const std::vector<channels::finding>& findings);
[[nodiscard]] bool has_code(const std::vector<channels::finding>& findings, std::string_view code);

[[nodiscard]] std::string read_file(const std::string& path);
[[nodiscard]] std::string example(const std::string& name);
/// Empty, and told, where the shared documents are not beside the project.
[[nodiscard]] std::string shared(const std::string& name);
/// The text with one occurrence replaced; the part has to be there.
[[nodiscard]] std::string with(std::string text, std::string_view part, std::string_view instead);

} // namespace gantry::tests
