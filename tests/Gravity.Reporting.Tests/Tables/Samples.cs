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
