using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Separated rows through the command line: print-out, JSON, exit codes, and samples of which nothing is left.</summary>
public sealed class SeparationTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("gravity-separation-").FullName;

    private static readonly string Bans = Write("bans.csv", [2, 32, 99]);

    [Fact]
    public void They_are_listed_in_the_log_and_in_a_warning()
    {
        CliRun run = Fit(Bans, "trade ~ ban + x | exporter^year + importer^year");
        Assert.Equal(0, run.ExitCode);
        string text = Flat(run.Output);
        Assert.Contains("Rows used 147", text, StringComparison.Ordinal);
        Assert.Contains("Left out: 3 rows, separated by ban (AUS CHN 2001, AUS CHN 2002, BEL ESP 2004): no flow, and a mean of 0 at the maximum.", text, StringComparison.Ordinal);
        Assert.Contains("Warning (separated-rows): Rows 2, 32, 99 left out: separated by ban", text, StringComparison.Ordinal);
        Assert.Contains("Warning (collinear-column): 'ban' (frontier) was left out: it equals 0.", text, StringComparison.Ordinal);
        Assert.Equal(3, Fit(Bans, "trade ~ ban + x | exporter^year + importer^year", "--strict").ExitCode);
        Assert.Contains("分离", Fit(Bans, "trade ~ ban + x | exporter^year + importer^year", "--lang", "zh").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_lists_every_row()
    {
        string many = Write("many.csv", [2, 3, 4, 32, 33, 62, 63, 64, 92, 93, 99, 122, 128]);
        JsonElement json = Fit(many, "trade ~ ban + x | exporter^year + importer^year", "--json").Json;
        JsonElement dropped = Assert.Single(json.GetProperty("dropped").EnumerateArray());
        Assert.Equal(13, dropped.GetProperty("rows").GetInt32());
        Assert.Equal([2, 4, 32, 33, 62, 64, 92, 93, 99, 99, 122, 122, 128, 128], dropped.GetProperty("rowRanges").EnumerateArray().Select(v => v.GetInt32()));
        Assert.StartsWith("separated by ban (AUS CHN 2001, AUS DEU 2001, ", dropped.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains(", …):", dropped.GetProperty("reason").GetString(), StringComparison.Ordinal);
        JsonElement warning = Assert.Single(json.GetProperty("warnings").EnumerateArray(), w => w.GetProperty("code").GetString() == "separated-rows");
        Assert.Contains("and 3 more left out", warning.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(137, json.GetProperty("observations").GetInt32());
    }

    [Fact]
    public void It_can_be_explained()
    {
        CliRun run = InProcess.Run("explain", "separated-rows");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("the likelihood rises for ever", Flat(run.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ x", "y != 3", "too-few-rows", "2 rows that are left beside 4 separated rows (zero flows whose mean is 0 at the maximum) for 2 coefficients")]
    [InlineData("y ~ x | g", "g > 0", "no-columns-left", "span every regressor (x) in the 3 rows that are left beside 2 separated rows")]
    [InlineData("y ~ x | o + d", "g > 0", "all-rows-absorbed", "no flow other than 0 in its group of o: 2")]
    public void A_sample_of_which_nothing_is_left_is_unfit(string formula, string where, string code, string message)
    {
        string path = Path.Combine(Folder, "perfect.csv");
        File.WriteAllText(path, "o,d,g,y,x\nA,B,1,0,1\nA,C,1,5,0\nA,D,1,4,0\nB,A,2,0,1\nB,C,2,0,1\nA,E,1,0,1\nA,F,1,3,0\n");
        CliRun run = Fit(path, formula, "--where", where, "--json");
        JsonElement error = run.Json.GetProperty("error");
        Assert.Equal((3, code), (run.ExitCode, error.GetProperty("code").GetString()));
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Fit(path, formula, "--where", where).Output);
    }

    private static CliRun Fit(string path, string formula, params string[] more) => InProcess.Run(["fit", path, "--model", "ppml", "--formula", formula, .. more]);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Six countries over five years; nothing is traded under a ban.</summary>
    private static string Write(string name, int[] banned)
    {
        string[] countries = ["AUS", "BEL", "CHN", "DEU", "ESP", "FRA"];
        // The generator of Park and Miller (1988): the same panel on every machine.
        long state = 20240611;
        double Uniform()
        {
            state = state * 48271 % 2147483647;
            return state / 2147483647.0;
        }
        var text = new StringBuilder("exporter,importer,year,trade,ban,x\n");
        int row = 0;
        for (int year = 2001; year <= 2005; year++)
        {
            foreach (string o in countries)
            {
                foreach (string d in countries.Where(d => d != o))
                {
                    int ban = banned.Contains(++row) ? 1 : 0;
                    double flow = Uniform() < 0.1 ? 0 : 20 * Uniform(), x = Uniform();
                    text.Append(CultureInfo.InvariantCulture, $"{o},{d},{year},{(ban == 1 ? 0 : flow):0.00},{ban},{x:0.000}\n");
                }
            }
        }
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
