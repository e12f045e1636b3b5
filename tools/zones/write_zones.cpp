// Writes the time zones of this machine (package tzdata) as a table for dsl/base/zones.cpp: what
// runs reads no files, so zones are compiled in.
// Usage: write_zones /usr/share/zoneinfo OUTPUT.cpp
// Format: RFC 8536 (TZif); names and links from tzdata.zi.
#include <array>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct day_rule {
  int month = 0, week = 0, weekday = 0;
  long seconds = 0; ///< of the local day, may be negative or more than a day
};

struct zone {
  std::vector<std::int64_t> moments;
  std::vector<std::int32_t> offsets; ///< from each moment on
  std::int32_t first_offset = 0;
  std::int32_t standard = 0, summer = 0;
  bool has_summer = false;
  day_rule begins, ends;
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw std::runtime_error("cannot read " + path + ": is the package tzdata installed?");
  return {std::istreambuf_iterator<char>(in), {}};
}

class file_reader {
public:
  explicit file_reader(std::string bytes) : bytes_(std::move(bytes)) {}

  std::int64_t number(int width) {
    if (at_ + static_cast<std::size_t>(width) > bytes_.size())
      throw std::runtime_error("a zone file ends early");
    std::uint64_t n = static_cast<signed char>(bytes_[at_]) < 0 ? ~0ULL : 0;
    for (int i = 0; i < width; ++i)
      n = n << 8 | static_cast<unsigned char>(bytes_[at_++]);
    return static_cast<std::int64_t>(n);
  }
  void skip(std::int64_t count) { at_ += static_cast<std::size_t>(count); }
  std::string rest() const { return bytes_.substr(at_); }

private:
  std::string bytes_;
  std::size_t at_ = 0;
};

struct header {
  std::int64_t utc_flags, standard_flags, leaps, moments, types, letters;
};

header read_header(file_reader& in) {
  in.skip(20); // magic, version and reserved bytes
  return {in.number(4), in.number(4), in.number(4), in.number(4), in.number(4), in.number(4)};
}

/// The rule for the years after the last moment: `CET-1CEST,M3.5.0,M10.5.0/3`.
class rule_reader {
public:
  explicit rule_reader(std::string text) : in_(std::move(text)) {}

  void read(zone& z) {
    skip_name();
    z.standard = static_cast<std::int32_t>(-read_time());
    z.summer = z.standard + 3600;
    if (in_.peek() == std::istringstream::traits_type::eof())
      return;
    z.has_summer = true;
    skip_name();
    if (in_.peek() != ',')
      z.summer = static_cast<std::int32_t>(-read_time());
    z.begins = read_day();
    z.ends = read_day();
  }

private:
  void skip_name() {
    const bool quoted = in_.peek() == '<';
    if (quoted)
      while (in_.get() != '>')
        continue;
    while (!quoted && std::isalpha(in_.peek()) != 0)
      in_.get();
  }

  long read_time() {
    const bool negative = in_.peek() == '-';
    if (negative || in_.peek() == '+')
      in_.get();
    long parts[3] = {0, 0, 0};
    in_ >> parts[0];
    for (int i = 1; i < 3 && in_.peek() == ':'; ++i) {
      in_.get();
      in_ >> parts[i];
    }
    const long seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    return negative ? -seconds : seconds;
  }

  day_rule read_day() {
    day_rule day;
    char comma = 0, letter = 0, point = 0;
    in_ >> comma >> letter >> day.month >> point >> day.week >> point >> day.weekday;
    if (!in_ || comma != ',' || letter != 'M')
      throw std::runtime_error("a rule of another form than Mm.w.d");
    day.seconds = 7200;
    if (in_.peek() == '/') {
      in_.get();
      day.seconds = read_time();
    }
    in_.clear(in_.rdstate() & ~std::ios::failbit);
    return day;
  }

  std::istringstream in_;
};

zone read_zone(const std::string& path) {
  file_reader in(read_file(path));
  const header old = read_header(in); // 32-bit data, for readers of the last century
  in.skip(old.moments * 5 + old.types * 6 + old.letters + old.leaps * 8 + old.standard_flags +
          old.utc_flags);
  const header now = read_header(in);
  zone z;
  for (std::int64_t i = 0; i < now.moments; ++i)
    z.moments.push_back(in.number(8));
  std::vector<std::size_t> kinds;
  for (std::int64_t i = 0; i < now.moments; ++i)
    kinds.push_back(static_cast<std::size_t>(in.number(1)));
  std::vector<std::int32_t> offsets;
  for (std::int64_t i = 0; i < now.types; ++i) {
    offsets.push_back(static_cast<std::int32_t>(in.number(4)));
    in.skip(2);
  }
  in.skip(now.letters + now.leaps * 12 + now.standard_flags + now.utc_flags);
  z.first_offset = offsets.at(0);
  for (const auto kind : kinds)
    z.offsets.push_back(offsets.at(kind));
  std::string rule = in.rest();
  rule.erase(0, 1); // the line end before it
  rule.erase(rule.find_last_not_of('\n') + 1);
  z.standard = z.offsets.empty() ? z.first_offset : z.offsets.back();
  if (!rule.empty())
    rule_reader(rule).read(z);
  return z;
}

std::set<std::string> zone_names(const std::string& folder) {
  std::set<std::string> names;
  std::istringstream lines(read_file(folder + "/tzdata.zi"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, first, second;
    words >> kind >> first >> second;
    if (kind == "Z")
      names.insert(first);
    if (kind == "L")
      names.insert(second);
  }
  return names;
}

template <class N>
void write_numbers(std::ostream& out, const char* type, const char* name,
                   const std::vector<N>& numbers) {
  out << "constexpr std::" << type << " " << name << "[] = {";
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out << (i % 12 == 0 ? "\n" : "") << numbers[i] << ",";
  out << "};\n";
}

void write_day(std::ostream& out, const day_rule& d) {
  out << "{" << d.month << "," << d.week << "," << d.weekday << "," << d.seconds << "}";
}

void write_table(const std::string& folder, std::ostream& out) {
  std::vector<std::int64_t> moments;
  std::vector<std::int32_t> offsets;
  std::map<std::vector<std::int64_t>, std::size_t> known; // zones that share their moments
  std::ostringstream rows;
  std::ostringstream names;
  for (const auto& name : zone_names(folder)) {
    const zone z = read_zone(folder + "/" + name);
    std::vector<std::int64_t> content = z.moments;
    content.insert(content.end(), z.offsets.begin(), z.offsets.end());
    const auto [place, is_new] = known.emplace(content, moments.size());
    if (is_new) {
      moments.insert(moments.end(), z.moments.begin(), z.moments.end());
      offsets.insert(offsets.end(), z.offsets.begin(), z.offsets.end());
    }
    rows << "{moments + " << place->second << ", offsets + " << place->second << ", "
         << z.moments.size() << ", " << z.first_offset << ", {" << z.standard << "," << z.summer
         << "," << (z.has_summer ? "true" : "false") << ",";
    write_day(rows, z.begins);
    rows << ",";
    write_day(rows, z.ends);
    rows << "}},\n";
    names << "\"" << name << "\",\n";
  }
  out << "// Written by tools/zones/write_zones.cpp.\n#include \"dsl/base/zone_table.hpp\"\n"
         "namespace gantry {\nnamespace {\n";
  write_numbers(out, "int64_t", "moments", moments);
  write_numbers(out, "int32_t", "offsets", offsets);
  out << "constexpr zone_data rows[] = {\n" << rows.str() << "};\n";
  out << "constexpr std::string_view names[] = {\n" << names.str() << "};\n";
  out << "}\nstd::span<const zone_data> zone_rows() { return rows; }\n"
         "std::span<const std::string_view> zone_row_names() { return names; }\n}\n";
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: write_zones /usr/share/zoneinfo OUTPUT.cpp\n";
    return 2;
  }
  try {
    std::ostringstream text;
    write_table(argv[1], text);
    std::ofstream(argv[2]) << text.str();
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "write_zones: " << e.what() << "\n";
    return 1;
  }
}
