namespace Gravity.Cli;

/// <summary>The examples that lead the help of each command. The tests run them, in this order, in a checkout.</summary>
internal static class Examples
{
    private const string Formula = "\"ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km) + landlocked\"";
    private const string FlowFormula = "\"exports_usd_mn ~ ln(gdp_partner_usd_mn) + ln(pop_partner) + landlocked | year\"";
    private const string Sample = "--unit iso3 --time year --where \"year >= 2007 && iso3 != \\\"GRC\\\"\"";
    private const string Data = "data/zhejiang-cee/panel.csv";

    /// <summary>Commands in the order of help, each with its examples.</summary>
    public static IReadOnlyList<(string Command, string[] Lines)> All { get; } =
    [
        ("new", [$"gravity new {Data} --output draft.yaml", "gravity new data/zhejiang-cee/panel.csv --flow imports_usd_mn --output imports.yaml --json"]),
        ("run", ["gravity run data/zhejiang-cee", "gravity run data/zhejiang-cee --only time-invariant,time-varying --output results --json"]),
        ("describe", [$"gravity describe {Data} --unit iso3 --time year"]),
        ("fit",
        [
            $"gravity fit {Data} --formula {Formula} --model bc92 {Sample} --save bc92.json",
            $"gravity fit {Data} --formula {Formula} --model pitt-lee {Sample} --save pitt-lee.json",
            $"gravity fit {Data} --formula {Formula} --model bc95 --inefficiency \"eu + bri_mou\" {Sample} --json",
            $"gravity fit {Data} --formula {Formula} --model bc92 {Sample} --fix eta=0 --intervals profile",
            $"gravity fit {Data} --formula {Formula} --model half-normal {Sample} --constraint \"ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) = 2\"",
            $"gravity fit {Data} --formula \"exports_usd_mn ~ ln(gdp_partner_usd_mn) + ln(dist_beijing_km) + landlocked | year\" --model ppml {Sample} --vce cluster:iso3",
            $"gravity fit {Data} --formula {Formula} --model ols {Sample} --weights pop_partner:analytic --vce robust",
        ]),
        ("efficiency",
        [
            $"gravity efficiency bc92.json --data {Data} --csv efficiency.csv",
            $"gravity efficiency {Data} --formula {Formula} --model pitt-lee {Sample} --level 90",
        ]),
        ("potential",
        [
            $"gravity potential bc92.json --data {Data} --by iso3,year --draws 500 --classes 0.8,1.2",
            $"gravity potential {Data} --formula {FlowFormula} --model ppml {Sample} --vce cluster:iso3 --draws 200 --with bc92.json --out-of-sample \"eu == 0\"",
        ]),
        ("indicators",
        [
            "gravity indicators data/examples/product-flows.csv --exporter exporter --importer importer --product product --flow value_usd_mn --time year",
            "gravity indicators data/examples/product-flows.csv --exporter exporter --importer importer --product product --flow value_usd_mn --time year --supply-growth supply_growth --demand-growth demand_growth --from AAA --csv pairs.csv --json",
        ]),
        ("test", ["gravity test pitt-lee.json bc92.json", "gravity test data/zhejiang-cee"]),
        ("compare",
        [
            "gravity compare bc92.json pitt-lee.json --format md",
            "gravity compare pitt-lee.json bc92.json --style aer --group \"Time-invariant:1,Time-varying:1\" --rows observations,units,log-likelihood",
            "gravity compare pitt-lee.json bc92.json --second t --stars 0.05,0.01,0.001 --format latex",
        ]),
        ("plot", [$"gravity plot efficiency-ranking bc92.json --data {Data} --output efficiency.svg", "gravity plot room data/zhejiang-cee"]),
        ("simulate",
        [
            "gravity simulate --design half-normal --replications 20",
            "gravity simulate --design bc92 --replications 4 --shard 1/2 --output shard1.json",
            "gravity simulate --design bc92 --replications 4 --shard 2/2 --output shard2.json",
            "gravity simulate --merge shard1.json shard2.json --output bc92-simulated.json --format md",
            "gravity simulate --design gamma-as-half-normal --show-design",
        ]),
        ("models", ["gravity models"]),
        ("explain", ["gravity explain wrong-skewness", "gravity explain"]),
        ("completion", ["gravity completion bash", "gravity completion pwsh"]),
    ];

    /// <summary>The examples of a command; of the program itself, the first of each.</summary>
    public static IEnumerable<string> Of(string command)
    {
        foreach ((string name, string[] lines) in All)
            if (name == command)
                return lines;
        return All.Select(entry => entry.Lines[0]);
    }
}
