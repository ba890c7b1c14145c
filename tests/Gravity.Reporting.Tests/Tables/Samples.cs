using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

/// <summary>Two tables that between them use every feature of the writers.</summary>
internal static class Samples
{
    public static ReportTable Regression()
    {
        var format = NumberFormat.Fixed(3);
        var whole = NumberFormat.Whole();
        return new ReportTable(
            "frontier", "Frontier estimates",
            [
                ReportColumn.Words("Variable", "variable"),
                ReportColumn.Estimates("OLS\n(1)", format, key: "ols"),
                ReportColumn.Estimates("Pitt–Lee\n(2)", format, "Frontier", "pl"),
                ReportColumn.Estimates("BC92\n(3)", format, "Frontier", "bc92"),
            ],
            [
                ReportRow.Of("ln GDP, partner", Cell.Estimate(0.8123, 0.0412, 0.001), Cell.Estimate(0.9012, 0.0512, 0.03), Cell.Estimate(1.0456, 0.0612, 0.07)),
                ReportRow.Of("ln distance", Cell.Estimate(-1.2123, 0.4412, 0.2), Cell.Empty, Cell.Estimate(-10.0456, double.NaN)),
                ReportRow.Of("σ²ᵤ", Cell.Empty, Cell.Estimate(0.5, 0.25), Cell.Estimate(double.NaN, 0.1)),
                ReportRow.Of("Observations", Cell.Number(208, whole), Cell.Number(208, whole), Cell.Number(12208, whole)) with { RuleBefore = true },
            ])
        {
            Stars = SignificanceStars.Default,
            Notes = ["Standard errors in parentheses."],
        };
    }

    public static ReportTable Potential() => new(
        "potential", "Trade potential",
        [
            ReportColumn.Words("Partner", "partner"),
            ReportColumn.Numbers("Actual", NumberFormat.Whole(), "US$ million", "actual"),
            ReportColumn.Numbers("Potential", NumberFormat.Whole(), "US$ million", "potential"),
            ReportColumn.Numbers("Room", NumberFormat.Percent(), key: "room"),
        ],
        [
            ReportRow.Of("Poland", 12345.6, Cell.Interval(23456, 20000, 30000), 0.9) with { Group = "Large" },
            ReportRow.Of("捷克", 345.6, Cell.Interval(456, 400, 3000), 0.3199) with { Group = "Large" },
            ReportRow.Of("A & B, \"C\"", Cell.Number(null), Cell.Interval(double.NaN, double.NaN, double.NaN), double.NaN) with { Group = "Small" },
        ]);

    /// <summary>Everything that breaks a writer: characters that formats keep for themselves, numbers without an end, formulas, long names.</summary>
    public static ReportTable Awkward() => new(
        "awkward: a/b*c?[d]", "A|B & 50% of {x} _y_ <z> \"q\" \\ $5 #1 ~ ^ σ²ᵤ → x̄",
        [
            ReportColumn.Words("=HYPERLINK(\"http://x\")", "words"),
            ReportColumn.Estimates("Two\nlines", NumberFormat.Fixed(3), "Group & more", "estimate"),
            ReportColumn.Numbers("Share, %", NumberFormat.Percent(1, sign: false), "Group & more", "share"),
            ReportColumn.Numbers("[interval]", NumberFormat.Fixed(1, thousands: true), key: "interval"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
        ],
        [
            ReportRow.Of("=cmd|'/c calc'!A1", Cell.Estimate(-0.0001, 0.25, 0.2), -0.5, Cell.Interval(1234.5, -1000, 2000), 0.0001) with { Group = "50% & <more>" },
            ReportRow.Of("+1", Cell.Estimate(12.3456, double.NaN, 0.001), 0.25, Cell.Interval(double.NaN, double.NaN, double.NaN), 0.04),
            ReportRow.Of("-1", Cell.Estimate(double.NaN, 1), double.NaN, Cell.Interval(1, double.NegativeInfinity, double.PositiveInfinity), double.NaN),
            ReportRow.Of("@SUM(A1)", Cell.Estimate(double.PositiveInfinity, 1), double.NegativeInfinity, 7, 1) with { RuleBefore = true },
            ReportRow.Of("a\nb\tc", 1e300, 1e-300, Cell.Interval(1e20, -1e20, 1e300), 0.5),
            ReportRow.Of("捷克，\"引号\"", Cell.Empty, Cell.Text("words & 中文"), Cell.Text("[x]"), Cell.Empty) with { Group = "第二组" },
            ReportRow.Of(string.Concat(Enumerable.Repeat("a long name ", 12)), 0, 0, 0, 0),
            ReportRow.Of("control \u0001 and half \uD800", 1, 1, 1, 1),
        ])
    {
        Stars = SignificanceStars.Default,
        Notes = ["First & last.", "* not a list", "[not an argument]", "=1+1"],
    };

    /// <summary>Every kind of table.</summary>
    public static ReportTable[] All() => [Regression(), Potential(), Awkward(), Regression() with { Estimates = new EstimateDisplay { Second = SecondLine.Interval, PBeneath = true } }];

    /// <summary>The bytes of a file of tables.</summary>
    public static byte[] Bytes(ITableFileWriter writer, params ReportTable[] tables)
    {
        using var stream = new MemoryStream();
        writer.Write(tables, "Tables & more", stream);
        return stream.ToArray();
    }

    /// <summary>Runs an action under a culture that writes 1.234,5.</summary>
    public static T InGerman<T>(Func<T> action)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
        try
        {
            return action();
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
