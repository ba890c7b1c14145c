using System.CommandLine;
using System.Globalization;
using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;

namespace Gravity.Cli.Parsing;

/// <summary>How a regression table looks.</summary>
internal sealed class TableStyleOptions
{
    private readonly Option<string?> _style = OptionKinds.Choice("--style", "table style", TableStyleNames.Presets,
        "Named style: " + string.Join(" ", RegressionTableStyle.Presets.Select(p => $"{p.Name} – {p.Summary}")), "NAME");

    private readonly Option<double[]> _stars = OptionKinds.Numbers("--stars", "0.1,0.05,0.01", "Stars at these p-values, falling");
    private readonly Option<bool> _noStars = OptionKinds.Flag("--no-stars", "No stars");
    private readonly Option<bool> _pValues = OptionKinds.Flag("--p-values", "p-values in square brackets on a line of their own in place of stars");
    private readonly Option<bool> _markMean = OptionKinds.Flag("--mark-mean", "Let μ carry stars too; scales never do");
    private readonly Option<string?> _second = OptionKinds.Choice("--second", "second line", TableStyleNames.SecondLines, "Beneath an estimate: standard error, t or z, p-value, confidence interval, nothing");
    private readonly Option<bool> _square = OptionKinds.Flag("--square", "Square brackets around the second line");
    private readonly Option<int?> _decimals = new("--decimals")
    {
        Description = "Decimals of estimates, 0 to 10; as many as the errors deserve unless given",
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 10)
                return value;
            result.AddError($"--decimals needs a whole number from 0 to 10; '{text}' is none");
            return null;
        },
    };

    private readonly Option<string[]> _rows = OptionKinds.Names("--rows", "KEY,…", "Rows beneath the coefficients, in this order: " + string.Join(" ", TableStyleNames.Rows));
    private readonly Option<string[]> _keep = OptionKinds.Names("--keep", "TERM,…", "Only these terms; * and ? stand for any characters, e.g. \"ln(*)\"");
    private readonly Option<string[]> _drop = OptionKinds.Names("--drop", "TERM,…", "Without these terms");
    private readonly Option<string[]> _order = OptionKinds.Names("--order", "TERM,…", "These terms first, in this order");
    private readonly Option<string[]> _rename = OptionKinds.Names("--rename", "TERM=NAME,…", "Other names for terms");
    private readonly Option<string[]> _groups = OptionKinds.Names("--group", "NAME:N,…", "Headings over the next N columns each, e.g. \"Pooled:1,Panel:2\"; an empty NAME leaves columns without one");

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _style, _stars, _noStars, _pValues, _markMean, _second, _square, _decimals, _rows, _keep, _drop, _order, _rename, _groups })
            command.Add(option);
    }

    /// <summary>Those written on the command line.</summary>
    public string[] Given(ParseResult parsed) =>
        [.. new Option[] { _style, _stars, _noStars, _pValues, _markMean, _second, _square, _decimals, _rows, _keep, _drop, _order, _rename, _groups }
            .Where(parsed.Given).Select(o => o.Name)];

    /// <summary>The style asked for.</summary>
    public RegressionTableStyle Read(ParseResult parsed)
    {
        Option[] marks = [.. new Option[] { _stars, _noStars, _pValues }.Where(parsed.Given)];
        if (marks.Length > 1)
            throw new UsageException("two-marks", $"{marks[0].Name} and {marks[1].Name} contradict each other: give one of them");
        string[]? rows = parsed.Given(_rows) ? parsed.GetValue(_rows) : null;
        foreach (string row in rows ?? [])
        {
            if (!TableStyleNames.Rows.Contains(row))
                throw new UsageException("unknown-table-row", NearestNames.Sentence("table row", row, TableStyleNames.Rows));
        }
        return RegressionTableStyle.Of(new StudyTableStyle
        {
            Preset = parsed.GetValue(_style),
            Significance = parsed.GetValue(_noStars) ? "none" : parsed.GetValue(_pValues) ? "p" : null,
            Stars = parsed.Given(_stars) ? Levels(parsed.GetValue(_stars)!) : null,
            Second = parsed.GetValue(_second),
            SquareBrackets = parsed.GetValue(_square) ? true : null,
            Decimals = parsed.GetValue(_decimals),
            Rows = rows,
            Keep = parsed.GetValue(_keep) ?? [],
            Drop = parsed.GetValue(_drop) ?? [],
            Order = parsed.GetValue(_order) ?? [],
            Rename = Names(parsed.GetValue(_rename) ?? []),
            MarkMean = parsed.GetValue(_markMean) ? true : null,
        });
    }

    /// <summary>The heading of each column, null where it has none.</summary>
    public string?[] Headings(ParseResult parsed, int columns)
    {
        var headings = new List<string?>();
        foreach (string group in parsed.GetValue(_groups) ?? [])
        {
            int colon = group.LastIndexOf(':');
            if (colon < 0 || !int.TryParse(group.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count == 0)
                throw new UsageException("wrong-group", $"--group needs NAME:N with N columns, e.g. \"Panel:2\"; '{group}' is none");
            string name = group[..colon].Trim();
            headings.AddRange(Enumerable.Repeat(name.Length == 0 ? null : name, count));
        }
        if (headings.Count > columns)
            throw new UsageException("wrong-group", FormattableString.Invariant($"--group names {headings.Count} columns, the table has {columns}"));
        return [.. headings, .. Enumerable.Repeat<string?>(null, columns - headings.Count)];
    }

    private static double[] Levels(double[] levels)
    {
        for (int k = 0; k < levels.Length; k++)
        {
            if (levels[k] is not (> 0 and < 1) || (k > 0 && levels[k] >= levels[k - 1]))
                throw new UsageException("star-levels", "--stars needs levels between 0 and 1 that fall, e.g. --stars 0.1,0.05,0.01");
        }
        return levels.Length > 0 ? levels : throw new UsageException("star-levels", "--stars needs levels, e.g. --stars 0.1,0.05,0.01; --no-stars prints none");
    }

    private static Dictionary<string, string> Names(string[] pairs)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            // The last sign: the name of an indicator (eu=1) has one of its own.
            int sign = pair.LastIndexOf('=');
            if (sign <= 0)
                throw new UsageException("wrong-rename", $"--rename needs TERM=NAME, e.g. \"ln(gdp)=GDP\"; '{pair}' is none");
            if (!names.TryAdd(pair[..sign], pair[(sign + 1)..]))
                throw new UsageException("wrong-rename", $"--rename gives two names to '{pair[..sign]}'");
        }
        return names;
    }
}
