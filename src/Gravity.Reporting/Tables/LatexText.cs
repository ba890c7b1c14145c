using System.Text;

namespace Gravity.Reporting.Tables;

/// <summary>Escapes text for LaTeX with no package beyond the kernel: special characters, Greek letters, signs, super- and subscripts.
/// Accented Latin letters stay as they are: LaTeX reads UTF-8 since 2018. Other scripts also stay and need a font of the document's own.</summary>
internal static class LatexText
{
    private static readonly Dictionary<char, string> Replacements = new()
    {
        ['\\'] = @"\textbackslash{}",
        ['&'] = @"\&",
        ['%'] = @"\%",
        ['$'] = @"\$",
        ['#'] = @"\#",
        ['_'] = @"\_",
        ['{'] = @"\{",
        ['}'] = @"\}",
        ['~'] = @"\textasciitilde{}",
        ['^'] = @"\textasciicircum{}",
        ['<'] = "$<$",
        ['>'] = "$>$",
        ['|'] = @"$\vert$",
        ['"'] = "''",
        ['\n'] = " ",
        ['\r'] = " ",
        ['\u00A0'] = "~",
        ['–'] = "--",
        ['—'] = "---",
        ['−'] = "$-$",
        ['‘'] = "`",
        ['’'] = "'",
        ['“'] = "``",
        ['”'] = "''",
        ['…'] = @"\ldots{}",
        ['≤'] = @"$\leq$",
        ['≥'] = @"$\geq$",
        ['≠'] = @"$\neq$",
        ['≈'] = @"$\approx$",
        ['×'] = @"$\times$",
        ['·'] = @"$\cdot$",
        ['±'] = @"$\pm$",
        ['∞'] = @"$\infty$",
        ['→'] = @"$\rightarrow$",
        ['∈'] = @"$\in$",
        ['√'] = @"$\surd$",
        ['°'] = @"$^{\circ}$",
        ['µ'] = @"$\mu$",
        ['′'] = "$'$",
        ['α'] = @"$\alpha$",
        ['β'] = @"$\beta$",
        ['γ'] = @"$\gamma$",
        ['δ'] = @"$\delta$",
        ['ε'] = @"$\varepsilon$",
        ['ζ'] = @"$\zeta$",
        ['η'] = @"$\eta$",
        ['θ'] = @"$\theta$",
        ['ι'] = @"$\iota$",
        ['κ'] = @"$\kappa$",
        ['λ'] = @"$\lambda$",
        ['μ'] = @"$\mu$",
        ['ν'] = @"$\nu$",
        ['ξ'] = @"$\xi$",
        ['π'] = @"$\pi$",
        ['ρ'] = @"$\rho$",
        ['σ'] = @"$\sigma$",
        ['τ'] = @"$\tau$",
        ['υ'] = @"$\upsilon$",
        ['φ'] = @"$\varphi$",
        ['χ'] = @"$\chi$",
        ['ψ'] = @"$\psi$",
        ['ω'] = @"$\omega$",
        ['Γ'] = @"$\Gamma$",
        ['Δ'] = @"$\Delta$",
        ['Θ'] = @"$\Theta$",
        ['Λ'] = @"$\Lambda$",
        ['Σ'] = @"$\Sigma$",
        ['Φ'] = @"$\Phi$",
        ['Ω'] = @"$\Omega$",
        ['²'] = "$^{2}$",
        ['³'] = "$^{3}$",
        ['¹'] = "$^{1}$",
        ['⁺'] = "$^{+}$",
        ['⁻'] = "$^{-}$",
        ['ᵢ'] = "$_{i}$",
        ['ⱼ'] = "$_{j}$",
        ['ₜ'] = "$_{t}$",
        ['ᵤ'] = "$_{u}$",
        ['ᵥ'] = "$_{v}$",
    };

    /// <summary>Text that prints as given.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        // Scripts that the formula ending the result may still take: TeX allows one of each on a symbol.
        string open = "";
        foreach (char c in text)
        {
            string piece = Replacements.TryGetValue(c, out string? replacement) ? replacement
                : c is >= '₀' and <= '₉' ? "$_{" + (char)('0' + (c - '₀')) + "}$"
                : c.ToString();
            char kind = piece.Length > 2 && piece[0] == '$' ? piece[1] : ' ';
            if (kind is '^' or '_' && open.Contains(kind, StringComparison.Ordinal))
            {
                // A script belongs into the formula of its symbol: σ² is $\sigma^{2}$.
                result.Remove(result.Length - 1, 1).Append(piece, 1, piece.Length - 1);
                open = open.Replace(kind.ToString(), "", StringComparison.Ordinal);
            }
            else
            {
                result.Append(piece);
                open = kind == '\\' ? "^_" : "";
            }
        }

        return result.ToString();
    }

    /// <summary>A printed number: the hyphen becomes a minus sign, the rest is escaped.</summary>
    public static string EscapeNumber(string text) => Escape(text.Replace('-', '−'));

    /// <summary>A label for \label: letters, digits and hyphens only.</summary>
    public static string Label(string key) => string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
