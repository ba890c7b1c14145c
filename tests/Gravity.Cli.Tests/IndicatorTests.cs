using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity indicators</c> on the shipped simulated flows by product.</summary>
public sealed class IndicatorTests(BuiltCli cli)
{
    private static readonly string Data = Path.Combine(ReferenceStudy.Root, "data", "examples", "product-flows.csv");

    private static string[] Command(params string[] more) =>
        ["indicators", Data, "--exporter", "exporter", "--importer", "importer", "--product", "product", "--flow", "value_usd_mn", "--time", "year", .. more];

    private static readonly string[] Growth = ["--supply-growth", "supply_growth", "--demand-growth", "demand_growth"];

    [Fact]
    public void Json_has_pairs_and_products_of_every_period_and_their_identities()
    {
        CliRun run = cli.Warm(Command("--json"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        JsonElement world = run.Json.GetProperty("world");
        Assert.Equal((8, 8, 6, 3, 1008), (Count("exporters"), Count("importers"), Count("products"), Count("periods"), Count("rows")));
        Assert.False(world.GetProperty("projected").GetBoolean());
        Assert.Equal(3 * 56, run.Json.GetProperty("pairs").GetArrayLength());
        Assert.Equal(3 * 56 * 6, run.Json.GetProperty("products").GetArrayLength());
        Assert.False(run.Json.GetProperty("productsLeftOut").GetBoolean());
        foreach (JsonElement pair in run.Json.GetProperty("pairs").EnumerateArray())
        {
            Assert.Equal(Number(pair, "trade"), Number(pair, "potential"), 1e-9 * Number(pair, "trade"));
            Assert.Equal(Number(pair, "potential"), Number(pair, "realised") + Number(pair, "unrealised"), 1e-9 * Number(pair, "trade"));
            Assert.Equal(Number(pair, "intensity"), Number(pair, "drysdale") * Number(pair, "bias"), 1e-9);
            Assert.InRange(Number(pair, "michaely"), 0, 100);
        }
        foreach (JsonElement one in run.Json.GetProperty("products").EnumerateArray())
            Assert.Equal(Number(one, "potential"), Number(one, "supply") * Number(one, "demand") * Number(one, "ease"), 1e-9 * (1 + Number(one, "potential")));

        int Count(string key) => world.GetProperty(key).GetInt32();
    }

    [Fact]
    public void The_table_says_source_unit_period_and_what_growth_is_assumed()
    {
        string none = Joined(cli.Warm(Command("--top", "3")).Output);
        foreach (string said in new[]
        {
            "Complementarity, intensity and export potential, 2019", "Export potential by product, 2019", "Source: product-flows.csv, 1,008 rows.", "Levels are in the unit of column 'value_usd_mn'.",
            "The last of 3 periods is shown", "Of 56 lines the 3 with the largest unrealised potential.", "No growth is assumed (--supply-growth, --demand-growth)", "Michaely (1996)", "(Decreux and Spies 2016)",
        })
            Assert.Contains(said, none, StringComparison.Ordinal);
        string grown = Joined(cli.Warm(Command(["--top", "3", .. Growth])).Output);
        Assert.Contains("Growth from 'supply_growth' and 'demand_growth'", grown, StringComparison.Ordinal);
        Assert.DoesNotContain("No growth is assumed", grown, StringComparison.Ordinal);
        // Potential is trade once more unless there is growth.
        Assert.DoesNotContain("Potential Unrealised Realised, %", none, StringComparison.Ordinal);
        Assert.Contains("Potential Unrealised Realised, %", grown, StringComparison.Ordinal);
        string chinese = cli.Warm(Command("--top", "3", "--lang", "zh")).Output;
        Assert.Contains("互补性、贸易强度与出口潜力，2019", chinese, StringComparison.Ordinal);
        Assert.Contains("未假定增长", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_files_hold_all_periods_with_all_digits()
    {
        string pairs = Path.Combine(cli.Folder, "pairs.csv"), products = Path.Combine(cli.Folder, "products.csv");
        CliRun run = cli.Warm(Command([.. Growth, "--from", "AAA,BBB", "--csv", pairs, "--products-csv", products, "--json"]));
        Assert.Equal(0, run.ExitCode);
        string[] lines = File.ReadAllLines(pairs);
        Assert.Equal("exporter,importer,year,trade,michaely,drysdale,comparative,intensity,bias,ease,potential,unrealised,realised", lines[0]);
        Assert.Equal(1 + 3 * 14, lines.Length);
        string[] cells = lines[1].Split(',');
        JsonElement first = run.Json.GetProperty("pairs")[0];
        Assert.Equal(["AAA", "BBB", "2017"], cells[..3]);
        Assert.Equal(Number(first, "ease"), double.Parse(cells[9], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Number(first, "realised"), double.Parse(cells[12], System.Globalization.CultureInfo.InvariantCulture));
        lines = File.ReadAllLines(products);
        Assert.Equal("exporter,importer,product,year,trade,supply,demand,ease,potential,unrealised,realised,advantage", lines[0]);
        Assert.Equal(1 + 3 * 14 * 6, lines.Length);
    }

    [Fact]
    public void A_file_with_decimal_commas_gives_the_same_numbers()
    {
        string file = Path.Combine(cli.Folder, "flows-comma.csv");
        File.WriteAllLines(file, File.ReadLines(Data).Select((line, n) => n == 0 ? line.Replace(',', ';') : line.Replace(',', ';').Replace('.', ',')));
        string[] command = [.. Command("--json", "--from", "AAA")], other = [.. Command("--json", "--from", "AAA", "--decimal-comma")];
        other[1] = file;
        JsonElement point = cli.Warm(command).Json, comma = cli.Warm(other).Json;
        Assert.Equal(point.GetProperty("pairs").GetRawText(), comma.GetProperty("pairs").GetRawText());
    }

    [Fact]
    public void Errors_name_file_column_and_remedy_and_have_their_exit_codes()
    {
        string[] without = [.. Command().Where((_, n) => n is not (10 or 11))];
        CliRun repeated = cli.Warm([.. without, "--json"]);
        Assert.Equal(3, repeated.ExitCode);
        JsonElement error = repeated.Json.GetProperty("error");
        Assert.Equal("duplicate-rows", error.GetProperty("code").GetString());
        Assert.Equal(672, error.GetProperty("rows").GetArrayLength());
        Assert.Contains("--time", repeated.Error, StringComparison.Ordinal);
        CliRun added = cli.Warm([.. without, "--repeated", "add", "--json"]);
        Assert.Equal(0, added.ExitCode);
        Assert.Equal(672, added.Json.GetProperty("world").GetProperty("repeatedRows").GetInt32());
        Assert.StartsWith("672 rows repeat", added.Json.GetProperty("notices")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, added.Json.GetProperty("pairs")[0].GetProperty("time").ValueKind);

        CliRun one = cli.Warm(Command("--where", "exporter == \"AAA\""));
        Assert.Equal(3, one.ExitCode);
        Assert.Contains("product-flows.csv has one exporter, 'AAA'", one.Error, StringComparison.Ordinal);
        CliRun column = cli.Warm(Command("--supply-growth", "suply_growth"));
        Assert.Equal(2, column.ExitCode);
        Assert.Contains("'supply_growth'", column.Error, StringComparison.Ordinal);
        CliRun name = cli.Warm(Command("--to", "CCD"));
        Assert.Equal(2, name.ExitCode);
        Assert.Contains("did you mean 'CCC'", name.Error, StringComparison.Ordinal);
        CliRun missing = InProcess.Run("indicators", Data, "--exporter", "exporter");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("--importer", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, InProcess.Run(Command("--repeated", "sum")).ExitCode);
    }

    private static double Number(JsonElement element, string key) => element.GetProperty(key).GetDouble();

    private static string Joined(string output) => string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
