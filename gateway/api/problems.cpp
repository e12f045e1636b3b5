#include "gateway/api/embedded_texts.hpp"
#include "gateway/api/endpoints.hpp"
#include "gateway/api/error_catalogue.hpp"

#include <algorithm>

namespace gantry::gateway {
namespace {

/// A browser gets a page, everything else the Markdown.
void answer_page(const api_call& call, std::string_view title, const std::string& markdown) {
  http_response response;
  const bool html = call.request().header("accept").find("text/html") != std::string_view::npos;
  response.content_type = html ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8";
  response.body = html ? html_page(title, markdown) : "# " + std::string{title} + "\n" + markdown;
  call.answer(std::move(response));
}

} // namespace

void show_problem(const api_call& call) {
  const auto sections = catalogue_sections(error_catalogue_text());
  const auto found = std::find_if(sections.begin(), sections.end(), [&](const auto& section) {
    return section.name == call.part(0);
  });
  if (found == sections.end())
    return call.answer_error({errc::not_found,
                              "there is no problem named " + call.part(0),
                              "GET /problems lists them.",
                              {}});
  answer_page(call, found->name, std::string{found->text});
}

void list_problems(const api_call& call) {
  std::string markdown = "\nThe errors that Gantry reports; each has a page of its own.\n\n";
  for (const auto& section : catalogue_sections(error_catalogue_text()))
    markdown.append("- /problems/").append(section.name).append("\n");
  answer_page(call, "Problems", markdown);
}

void show_openapi(const api_call& call) {
  http_response response;
  response.content_type = "application/yaml";
  response.body = std::string{openapi_text()};
  call.answer(std::move(response));
}

} // namespace gantry::gateway
