using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class MarkdownTableWriterTest
{
    [Fact]
    public void Estimates_have_their_errors_in_rows_of_their_own()
    {
        const string Expected = """
            **Frontier estimates**

            | Variable        |     OLS (1) | Frontier: Pitt–Lee (2) | Frontier: BC92 (3) |
            |-----------------|------------:|-----------------------:|-------------------:|
            | ln GDP, partner | 0.812\*\*\* |              0.901\*\* |            1.046\* |
            |                 |     (0.041) |                (0.051) |            (0.061) |
            | ln distance     |      -1.212 |                        |            -10.046 |
            |                 |     (0.441) |                        |                (–) |
            | σ²ᵤ             |             |                  0.500 |                  – |
            |                 |             |                (0.250) |                    |
            | Observations    |         208 |                    208 |             12,208 |

            *Notes:* Standard errors in parentheses.

            \* p \< 0.10, \*\* p \< 0.05, \*\*\* p \< 0.01.

            """;
        Assert.Equal(Expected, new MarkdownTableWriter().WriteToString(Samples.Regression()));
    }

    [Fact]
    public void Groups_become_rows_and_prefixes()
    {
        const string Expected = """
            **Trade potential**

            | Partner    | US\$ million: Actual |   US\$ million: Potential |  Room |
            |------------|---------------------:|--------------------------:|------:|
            | **Large**  |                      |                           |       |
            | Poland     |               12,346 | 23,456 \[20,000, 30,000\] | 90.0% |
            | 捷克       |                  346 |        456 \[400, 3,000\] | 32.0% |
            | **Small**  |                      |                           |       |
            | A & B, "C" |                    – |                         – |     – |

            """;
        Assert.Equal(Expected, new MarkdownTableWriter().WriteToString(Samples.Potential()));
    }

    [Fact]
    public void What_would_break_a_row_is_escaped()
    {
        var table = new ReportTable("t", "T", [ReportColumn.Words("a")], [ReportRow.Of("x|y_z\nw")]);
        Assert.Contains("| x\\|y\\_z w |\n", new MarkdownTableWriter().WriteToString(table), StringComparison.Ordinal);
    }
}
