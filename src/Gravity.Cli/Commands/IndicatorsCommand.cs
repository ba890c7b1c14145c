using System.CommandLine;
using System.Text;
using Gravity.Cli.Json;
using Gravity.Cli.Parsing;
using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Reporting;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli.Commands;

/// <summary><c>gravity indicators DATA</c>: complementarity, intensity and export potential from flows by product.</summary>
internal static class IndicatorsCommand
{
    public static Command Build(CliContext context)
    {
        var command = new Command("indicators", "Trade complementarity (Michaely, Drysdale), intensity and export potential (supply × demand × ease) from flows by product.");
        var data = new Argument<string>("DATA") { Description = "A CSV or TSV file (also .gz) with one row an exporter, importer and product; - reads standard input" };
        Option<string?> exporter = Required("--exporter", "The column of exporters"), importer = Required("--importer", "The column of importers");
        Option<string?> product = Required("--product", "The column of products"), flow = Required("--flow", "The column of flows");
        Option<string?> time = OptionKinds.Text("--time", "COL", "The column of periods, in each of which indicators are computed apart");
        Option<string?> repeated = OptionKinds.Choice("--repeated", "treatment", ["refuse", "add"], "Rows that repeat an exporter, importer, product and period: an error (refuse, default), or parts of one flow (add)");
        Option<string?> where = OptionKinds.Text("--where", "EXPR", "Rows that make up the world, e.g. \"year >= 2015 && product != \\\"TOTAL\\\"\"");
        Option<string[]> from = OptionKinds.Names("--from", "CODE,…", "Report these exporters only; the world stays whole");
        Option<string[]> to = OptionKinds.Names("--to", "CODE,…", "Report these importers only");
        Option<string[]> products = OptionKinds.Names("--products", "CODE,…", "List these products only");
        Option<string?> supply = OptionKinds.Text("--supply-growth", "COL", "Expected growth factors of exporters' supply by product, 1 for none; 1 throughout unless given");
        Option<string?> demand = OptionKinds.Text("--demand-growth", "COL", "Expected growth factors of importers' demand by product, 1 for none; 1 throughout unless given");
        Option<int> top = OptionKinds.Whole("--top", "N", 20, 1, "Lines of each printed table, the largest unrealised potential first");
        Option<string?> csv = OptionKinds.Text("--csv", "FILE", "Also write all pairs to a CSV file, with all digits, e.g. to join them to a study");
        Option<string?> productsCsv = OptionKinds.Text("--products-csv", "FILE", "Also write all pairs by product");
        var reading = new ReadingOptions();
        Option<string?> language = OptionKinds.Language();
        Option<bool> json = OptionKinds.Json();
        command.Add(data);
        foreach (Option option in new Option[] { exporter, importer, product, flow, time, repeated, where, from, to, products, supply, demand, top, csv, productsCsv })
            command.Add(option);
        reading.AddTo(command);
        command.Add(language);
        command.Add(json);

        command.SetAction(parsed =>
        {
            TradePanel panel = DataSource.Read(parsed.GetValue(data)!, reading.Read(parsed), context);
            if (parsed.GetValue(where) is { } filter)
                panel = panel.Where(filter);
            var columns = new ProductColumns(parsed.GetValue(exporter)!, parsed.GetValue(importer)!, parsed.GetValue(product)!, parsed.GetValue(flow)!)
            {
                Time = parsed.GetValue(time),
                SupplyGrowth = parsed.GetValue(supply),
                DemandGrowth = parsed.GetValue(demand),
            };
            IndicatorResult result = TradeIndicators.Of(
                panel, columns,
                new IndicatorOptions
                {
                    Exporters = parsed.GetValue(from) ?? [],
                    Importers = parsed.GetValue(to) ?? [],
                    Products = parsed.GetValue(products) ?? [],
                    Repeated = parsed.GetValue(repeated) == "add" ? RepeatedFlows.Add : RepeatedFlows.Refuse,
                },
                context.Cancellation);
            string? file = parsed.GetValue(productsCsv);
            if (file is not null && result.ProductsLeftOut)
                throw new Core.UsageException("too-many-products", "the pairs by product are more than a million: choose some with --from, --to or --products");
            if (parsed.GetValue(csv) is { } pairs)
                Write(pairs, IndicatorTables.AllPairs(result, columns));
            if (file is not null)
                Write(file, IndicatorTables.AllProducts(result, columns));
            if (parsed.GetValue(json))
                ResultWriter.Write(context.Output, writer => IndicatorsJson.Write(writer, result));
            else
                TablePrinter.Print(context, IndicatorTables.Of(result, columns, parsed.GetValue(top), parsed.WordsOf(language)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string?> Required(string name, string description)
    {
        Option<string?> option = OptionKinds.Text(name, "COL", description);
        option.Required = true;
        return option;
    }

    private static void Write(string path, ReportTable table) => AtomicFile.Write(path, stream =>
    {
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        new CsvTableWriter().Write(table, output);
    });
}
