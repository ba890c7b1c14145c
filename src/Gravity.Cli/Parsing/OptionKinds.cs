using System.CommandLine;
using System.Globalization;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Cli.Parsing;

/// <summary>The kinds of options. Numbers are read in the invariant culture: a machine's decimal comma must not make 97.5 into 975.</summary>
internal static class OptionKinds
{
    /// <summary>Silence beside results and errors.</summary>
    public const string Quiet = "--quiet";

    /// <summary>Every step.</summary>
    public const string Verbose = "--verbose";

    /// <summary>How much is said, known before anything is parsed.</summary>
    /// <exception cref="UsageException">Both are asked for.</exception>
    public static Verbosity VerbosityOf(IReadOnlyList<string> args) => (args.Contains(Quiet), args.Contains(Verbose)) switch
    {
        (true, true) => throw new UsageException("quiet-and-verbose", "--quiet and --verbose contradict each other: give one of them"),
        (true, false) => Verbosity.Quiet,
        (false, true) => Verbosity.Verbose,
        _ => Verbosity.Normal,
    };

    /// <summary>A flag of every command.</summary>
    public static Option<bool> Everywhere(string name, string description) => new(name) { Description = description, Recursive = true };

    /// <summary>Words as they are.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    /// <summary>On or off.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>One of a few words; another gets the nearest of them.</summary>
    public static Option<string?> Choice(string name, string what, IReadOnlyList<string> words, string description, string? helpName = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName ?? string.Join('|', words) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word, StringComparer.Ordinal))
                result.AddError(NearestNames.Sentence(what, word, words));
        });
        option.CompletionSources.Add([.. words]);
        return option;
    }

    /// <summary>Names separated by commas.</summary>
    public static Option<string[]> Names(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => [],
        CustomParser = result => Split(result.Tokens[0].Value),
    };

    /// <summary>A text that may be given several times.</summary>
    public static Option<string[]> Texts(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    public static Option<int> Whole(string name, string helpName, int fallback, int least, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least)
                return value;
            result.AddError(FormattableString.Invariant($"{name} needs a whole number from {least}; '{text}' is none"));
            return fallback;
        },
    };

    /// <summary>A seed.</summary>
    public static Option<long?> Seed(string description) => new("--seed")
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
                return value;
            result.AddError($"--seed needs a whole number; '{text}' is none");
            return null;
        },
    };

    /// <summary>A confidence level in percent.</summary>
    public static Option<double> Level() => new("--level")
    {
        Description = "Confidence level of the intervals in percent",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => 95,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 100)
                return value;
            result.AddError($"--level needs a percentage between 0 and 100, e.g. 95 or 97.5; '{text}' is none");
            return 95;
        },
    };

    /// <summary>Numbers separated by commas; none unless given.</summary>
    public static Option<double[]> Numbers(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            var values = new List<double>();
            foreach (string part in Split(text))
            {
                if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                {
                    result.AddError($"{name} needs numbers separated by commas, e.g. {helpName}; '{part}' is none");
                    return [];
                }
                values.Add(value);
            }
            return [.. values];
        },
    };

    /// <summary>Threads.</summary>
    public static Option<int> Threads() => Whole("--threads", "N", 0, 0, "Threads; 0 for one per processor. No number depends on it");

    /// <summary>JSON in place of tables.</summary>
    public static Option<bool> Json() => Flag("--json", "Print JSON, with all digits, in place of tables");

    /// <summary>The language of tables.</summary>
    public static Option<string?> Language(string fallback = "en") => Choice(
        "--lang", "language", Words.Languages, $"Language of tables, reports and warnings: English or Chinese; {fallback} unless given. JSON stays English");

    /// <summary>The words of the language asked for; English unless one is.</summary>
    public static Words WordsOf(this ParseResult parsed, Option<string?> language) => Words.Of(parsed.GetValue(language) ?? "en");

    /// <summary>Whether the option was written on the command line.</summary>
    public static bool Given(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
