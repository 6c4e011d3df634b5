// taxdoc for C++11: handles that free themselves, failures as exceptions, texts as std::string. See taxdoc.h for what everything means.
#ifndef TAXDOC_HPP
#define TAXDOC_HPP

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <taxdoc.h>

namespace taxdoc {

enum class Language : std::int32_t { vietnamese = TAXDOC_LANGUAGE_VIETNAMESE, english = TAXDOC_LANGUAGE_ENGLISH };

// A call that could not be carried out; what is wrong with a document is a finding.
class Error : public std::runtime_error {
public:
    Error(std::int32_t status, const std::string &message) : std::runtime_error(message), status_(status) {}
    std::int32_t status() const { return status_; }

private:
    std::int32_t status_;
};

namespace detail {

template <typename T, void (*Free)(T *)> struct Deleter {
    void operator()(T *handle) const { Free(handle); }
};
template <typename T, void (*Free)(T *)> using Handle = std::unique_ptr<T, Deleter<T, Free>>;

inline void check(std::int32_t status, taxdoc_error *raw = nullptr)
{
    Handle<taxdoc_error, taxdoc_error_free> error(raw);
    if (status == TAXDOC_OK)
        return;
    const char *name = taxdoc_status_name(status);
    const char *message = error ? taxdoc_error_message(error.get(), nullptr) : name;
    throw Error(status, message ? message : "unknown status");
}

inline std::string text(const char *data, std::size_t length) { return data ? std::string(data, length) : std::string(); }

} // namespace detail

// One finding; belongs to its report.
class Finding {
public:
    Finding(const taxdoc_report *report, std::size_t index) : report_(report), index_(index) {}
    std::int32_t severity() const { return taxdoc_finding_severity(report_, index_); }
    std::size_t line() const { return taxdoc_finding_line(report_, index_); }
    std::size_t column() const { return taxdoc_finding_column(report_, index_); }
    std::string code() const
    {
        std::size_t length;
        const char *code = taxdoc_finding_code(report_, index_, &length);
        return detail::text(code, length);
    }
    std::string message(Language language = Language::vietnamese) const
    {
        std::size_t length;
        const char *message = taxdoc_finding_message(report_, index_, static_cast<std::int32_t>(language), &length);
        return detail::text(message, length);
    }

private:
    const taxdoc_report *report_;
    std::size_t index_;
};

// What was learned about one document.
class Report {
public:
    explicit Report(taxdoc_report *handle) : handle_(handle) {}
    // Also for accessors of taxdoc.h that have no method here: signatures, totals, the document.
    const taxdoc_report *get() const { return handle_.get(); }
    std::int32_t verdict() const { return taxdoc_report_verdict(get()); }
    // They point into the report, so a report that nobody keeps gives none.
    std::vector<Finding> findings() const && = delete;
    std::vector<Finding> findings() const &
    {
        std::vector<Finding> findings;
        for (std::size_t i = 0; i < taxdoc_finding_count(get()); i++)
            findings.emplace_back(get(), i);
        return findings;
    }
    std::string json(Language language = Language::vietnamese) const
    {
        const char *json;
        std::size_t length;
        detail::check(taxdoc_report_json(get(), static_cast<std::int32_t>(language), &json, &length));
        return detail::text(json, length);
    }

private:
    detail::Handle<taxdoc_report, taxdoc_report_free> handle_;
};

// Choices for a validator; get() gives the handle for setters of taxdoc.h that have no method here.
class Options {
public:
    Options()
    {
        taxdoc_options *options;
        detail::check(taxdoc_options_new(&options));
        handle_.reset(options);
    }
    taxdoc_options *get() { return handle_.get(); }
    const taxdoc_options *get() const { return handle_.get(); }
    Options &now(std::int64_t unix_seconds)
    {
        detail::check(taxdoc_options_set_now(get(), unix_seconds));
        return *this;
    }
    Options &trust(const std::string &certificates)
    {
        taxdoc_error *error;
        auto bytes = reinterpret_cast<const std::uint8_t *>(certificates.data());
        std::int32_t status = taxdoc_options_add_trust(get(), bytes, certificates.size(), &error);
        detail::check(status, error);
        return *this;
    }

private:
    detail::Handle<taxdoc_options, taxdoc_options_free> handle_;
};

// Validates documents; share one among any number of threads.
class Validator {
public:
    explicit Validator(const Options &options = Options())
    {
        taxdoc_validator *validator;
        taxdoc_error *error;
        std::int32_t status = taxdoc_validator_new(options.get(), &validator, &error);
        detail::check(status, error);
        handle_.reset(validator);
    }
    Report validate(const std::string &xml) const
    {
        taxdoc_report *report;
        detail::check(taxdoc_validate(handle_.get(), reinterpret_cast<const std::uint8_t *>(xml.data()), xml.size(), &report));
        return Report(report);
    }

private:
    detail::Handle<taxdoc_validator, taxdoc_validator_free> handle_;
};

} // namespace taxdoc

#endif
