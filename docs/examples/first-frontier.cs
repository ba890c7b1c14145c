#!/usr/bin/env dotnet
// From a CSV file to a frontier, an efficiency table in Word's and LaTeX's reach, a chart and a total of potential: the whole library in
// one file. Run it from the root of the repository with
//
//     dotnet run -c Release docs/examples/first-frontier.cs -- results
//
// Outside the repository, put  #:package Gravity.Reporting@0.1.0  in place of the first line below.
#:project ../../src/Gravity.Reporting/Gravity.Reporting.csproj
#:property RestorePackagesWithLockFile=false

using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;

string folder = args.Length > 0 ? args[0] : "results";
TradePanel panel = CsvPanelReader.ReadFile("data/zhejiang-cee/panel.csv");

// The words of the command line, as properties: gravity fit … --model bc92 --unit iso3 --time year --where …
var request = new ModelRequest
{
    Model = "bc92",
    Formula = "ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km) + landlocked",
    Unit = ["iso3"],
    Time = "year",
    Where = "year >= 2007 && iso3 != \"GRC\"",
};
ModelFit fit = ModelRunner.Fit(request, panel, new FitOptions { Seed = 1 });
FitResult estimates = fit.Result;

// A fit says whether it converged and what a reader must know; neither is hidden in a log.
Console.WriteLine($"{estimates.Model}: log-likelihood {estimates.LogLikelihood:F5}, converged: {estimates.Converged} ({estimates.Message})");
foreach (FitWarning warning in estimates.Warnings)
    Console.WriteLine($"warning {warning.Code}: {warning.Message}");

// Tables are data; a writer prints them. The same table goes to the terminal and into a paper.
var labels = new ReportLabels { Units = ReportLabels.UnitsOf(fit.Panel, "country"), UnitHeader = "Partner", FlowMeasure = "million US$" };
ReportTable coefficients = FitTables.Coefficients(estimates, labels);
Console.WriteLine(TableWriters.FindText("text").WriteToString(coefficients));

Directory.CreateDirectory(folder);
File.WriteAllText(Path.Combine(folder, "coefficients.tex"), TableWriters.FindText("latex").WriteToString(coefficients));
using (FileStream word = File.Create(Path.Combine(folder, "coefficients.docx")))
    TableWriters.Find("docx").WriteFile([coefficients], coefficients.Title, word);

// Efficiency E[exp(−u)|ε] of every row, with 95 % intervals.
EfficiencyResult efficiency = fit.Efficiency(level: 0.95);
Console.WriteLine($"mean efficiency {efficiency.Mean:F3} over {efficiency.Rows.Count} rows");

// Potential by partner and over all, with intervals from 500 joint draws of the parameters and of u.
PotentialResult potential = fit.Potential(new PotentialOptions { Draws = 500, Seed = 20181014 });
foreach (PotentialTotals totals in potential.Totals.Where(t => t.Groups.Count == 1))
{
    PotentialTotal all = totals.Groups[0];
    Console.WriteLine($"actual {all.Actual:N0}, expected potential {all.Expected.Value:N0} [{all.Expected.Low:N0}, {all.Expected.High:N0}] million US$");
}

// Charts, in PNG or SVG by the file's ending.
var input = new PlotInput { Fit = fit, Efficiency = efficiency, Potential = potential, Labels = labels };
foreach (string kind in new[] { "efficiency-ranking", "room" })
{
    string file = Path.Combine(folder, kind + ".svg");
    PlotKinds.Create(kind, input).Render(file);
    Console.WriteLine($"wrote {file}");
}
