using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class LatexTableWriterTest
{
    [Fact]
    public void Estimates_hang_stars_and_parentheses_over_the_edge()
    {
        const string Expected = """
            % Needs \usepackage{booktabs,graphicx}.
            \begin{table}[htbp]
            \centering
            \caption{Frontier estimates}
            \label{tab:frontier}
            \par\smallskip
            \ifdefined\tablebox\else\newsavebox\tablebox\fi
            \begin{lrbox}{\tablebox}%
            \begin{tabular}{lrrr@{\hskip 15pt}}
            \toprule
             &  & \multicolumn{2}{c}{Frontier} \\
            \cmidrule(lr){3-4}
             & \multicolumn{1}{c}{OLS} & \multicolumn{1}{c}{Pitt--Lee} & \multicolumn{1}{c}{BC92} \\
            Variable & \multicolumn{1}{c}{(1)} & \multicolumn{1}{c}{(2)} & \multicolumn{1}{c}{(3)} \\
            \midrule
            ln GDP, partner & 0.812\rlap{$^{***}$} & 0.901\rlap{$^{**}$} & 1.046\rlap{$^{*}$} \\
             & (0.041\rlap{)} & (0.051\rlap{)} & (0.061\rlap{)} \\
            ln distance & $-$1.212 &  & $-$10.046 \\
             & (0.441\rlap{)} &  & (--\rlap{)} \\
            $\sigma^{2}_{u}$ &  & 0.500 & -- \\
             &  & (0.250\rlap{)} & \\
            \midrule
            Observations & 208 & 208 & 12,208 \\
            \bottomrule
            \end{tabular}%
            \end{lrbox}
            \ifdim\wd\tablebox>\linewidth\resizebox{\linewidth}{!}{\usebox\tablebox}\else\usebox\tablebox\fi
            \par\smallskip
            \dimen0=\wd\tablebox
            \ifdim\dimen0>\linewidth\dimen0=\linewidth\fi
            \ifdim\dimen0<.7\linewidth\dimen0=.7\linewidth\fi
            \begin{minipage}{\dimen0}
            \footnotesize
            \textit{Notes:} Standard errors in parentheses.
            * p $<$ 0.10, ** p $<$ 0.05, *** p $<$ 0.01.
            \end{minipage}
            \end{table}

            """;
        Assert.Equal(Expected, new LatexTableWriter().WriteToString(Samples.Regression()));
    }

    [Fact]
    public void Groups_span_columns()
    {
        const string Expected = """
            % Needs \usepackage{booktabs,graphicx}.
            % Chinese text: compile with xelatex and \usepackage{ctex} (or \documentclass{ctexart}).
            \begin{table}[htbp]
            \centering
            \caption{Trade potential}
            \label{tab:potential}
            \par\smallskip
            \ifdefined\tablebox\else\newsavebox\tablebox\fi
            \begin{lrbox}{\tablebox}%
            \begin{tabular}{lrrr}
            \toprule
             & \multicolumn{2}{c}{US\$ million} & \\
            \cmidrule(lr){2-3}
            Partner & \multicolumn{1}{c}{Actual} & \multicolumn{1}{c}{Potential} & \multicolumn{1}{c}{Room} \\
            \midrule
            \multicolumn{4}{l}{\textit{Large}} \\
            Poland & 12,346 & 23,456 [20,000, 30,000] & 90.0\% \\
            捷克 & 346 & 456 [400, 3,000] & 32.0\% \\
            \addlinespace
            \multicolumn{4}{l}{\textit{Small}} \\
            A \& B, ''C'' & -- & -- & -- \\
            \bottomrule
            \end{tabular}%
            \end{lrbox}
            \ifdim\wd\tablebox>\linewidth\resizebox{\linewidth}{!}{\usebox\tablebox}\else\usebox\tablebox\fi
            \end{table}

            """;
        Assert.Equal(Expected, new LatexTableWriter().WriteToString(Samples.Potential()));
    }

    [Theory]
    [InlineData("50% of R&D_1 #2 {x} $5 ~ ^ \\", @"50\% of R\&D\_1 \#2 \{x\} \$5 \textasciitilde{} \textasciicircum{} \textbackslash{}")]
    [InlineData("a<b>c|d", @"a$<$b$>$c$\vert$d")]
    [InlineData("$<", @"\$$<$")]
    [InlineData("ln σ²ᵤ", @"ln $\sigma^{2}_{u}$")]
    [InlineData("λ", @"$\lambda$")]
    [InlineData("R² and x₁₂", @"R$^{2}$ and x$_{1}$$_{2}$")]
    [InlineData("σ²³", @"$\sigma^{2}$$^{3}$")]
    [InlineData("x̄ and σ̂²", @"$\bar{x}$ and $\hat{\sigma}^{2}$")]
    [InlineData("½χ²(q − 1)", @"$\frac{1}{2}$$\chi^{2}$(q $-$ 1)")]
    [InlineData("2007–2019, Côte d’Ivoire", "2007--2019, Côte d'Ivoire")]
    public void Text_is_escaped(string text, string expected) => Assert.Equal(expected, LatexText.Escape(text));

    [Fact]
    public void Rows_that_would_be_read_as_arguments_are_guarded()
    {
        var table = new ReportTable("a b_c", "T", [ReportColumn.Words("a")], [ReportRow.Of("[x]"), ReportRow.Of("* y")]) { Notes = ["n", "[m]"] };
        string text = new LatexTableWriter().WriteToString(table);
        Assert.Contains("\n{}[x] \\\\\n{}* y \\\\\n", text, StringComparison.Ordinal);
        Assert.Contains("\\label{tab:a-b-c}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_braces_and_formulas_are_balanced_and_rows_are_full()
    {
        foreach (ReportTable table in (ReportTable[])[Samples.Regression(), Samples.Potential()])
        {
            string text = new LatexTableWriter().WriteToString(table);
            var open = new Stack<string>();
            foreach (System.Text.RegularExpressions.Match match in
                System.Text.RegularExpressions.Regex.Matches(text, @"\\(begin|end)\{(\w+)\}"))
            {
                if (match.Groups[1].Value == "begin") open.Push(match.Groups[2].Value);
                else Assert.Equal(open.Pop(), match.Groups[2].Value);
            }

            Assert.Empty(open);
            string bare = text.Replace(@"\{", "", StringComparison.Ordinal).Replace(@"\}", "", StringComparison.Ordinal)
                .Replace(@"\$", "", StringComparison.Ordinal).Replace(@"\&", "", StringComparison.Ordinal);
            Assert.Equal(bare.Count(c => c == '{'), bare.Count(c => c == '}'));
            Assert.Equal(0, bare.Count(c => c == '$') % 2);
            bare = bare.Replace("@{", "", StringComparison.Ordinal);
            foreach (string line in bare.Split('\n').Where(line => line.EndsWith(@"\\", StringComparison.Ordinal)))
            {
                int spanned = System.Text.RegularExpressions.Regex.Matches(line, @"multicolumn\{(\d+)\}")
                    .Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) - 1);
                Assert.Equal(table.Columns.Count, line.Count(c => c == '&') + 1 + spanned);
            }
        }
    }
}
