using System.Text;

namespace Gravity.Reporting.Tables;

/// <summary>Scripts that pdflatex cannot set without help.</summary>
[Flags]
internal enum LatexScripts
{
    None = 0,
    Chinese = 1,
    Other = 2,
}

/// <summary>Escapes text for LaTeX with no package beyond the kernel: special characters, Greek letters, signs, super- and subscripts.
/// Accented Latin letters stay as they are: LaTeX reads UTF-8 since 2018. Other scripts also stay and need a font of the document's own.</summary>
internal static class LatexText
{
    // A combining mark follows its letter in Unicode and goes around it in TeX.
    private static readonly Dictionary<char, string> Accents = new()
    {
        ['\u0302'] = @"\hat",
        ['\u0304'] = @"\bar",
        ['\u0303'] = @"\tilde",
        ['\u0307'] = @"\dot",
    };

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
        ['½'] = @"$\frac{1}{2}$",
        ['¼'] = @"$\frac{1}{4}$",
        ['¾'] = @"$\frac{3}{4}$",
        ['←'] = @"$\leftarrow$",
        ['↔'] = @"$\leftrightarrow$",
        ['⇒'] = @"$\Rightarrow$",
        ['↑'] = @"$\uparrow$",
        ['↓'] = @"$\downarrow$",
        ['∑'] = @"$\sum$",
        ['∏'] = @"$\prod$",
        ['∂'] = @"$\partial$",
        ['∝'] = @"$\propto$",
        ['∼'] = @"$\sim$",
        ['≡'] = @"$\equiv$",
        ['∙'] = @"$\cdot$",
        ['ℓ'] = @"$\ell$",
        ['″'] = "$''$",
        ['•'] = @"$\bullet$",
        ['†'] = @"\dag{}",
        ['‡'] = @"\ddag{}",
        ['§'] = @"\S{}",
        ['¶'] = @"\P{}",
        ['©'] = @"\copyright{}",
        ['£'] = @"\pounds{}",
        ['€'] = @"\texteuro{}",
        ['‐'] = "-",
        ['‑'] = "-",
        ['\u2009'] = @"\,",
        ['\u202F'] = @"\,",
        ['\u200B'] = "",
        ['\t'] = " ",
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
        ['⁰'] = "$^{0}$",
        ['⁴'] = "$^{4}$",
        ['⁵'] = "$^{5}$",
        ['⁶'] = "$^{6}$",
        ['⁷'] = "$^{7}$",
        ['⁸'] = "$^{8}$",
        ['⁹'] = "$^{9}$",
        ['ⁿ'] = "$^{n}$",
        ['ⁱ'] = "$^{i}$",
        ['⁺'] = "$^{+}$",
        ['⁻'] = "$^{-}$",
        ['ᵢ'] = "$_{i}$",
        ['ₐ'] = "$_{a}$",
        ['ₑ'] = "$_{e}$",
        ['ₕ'] = "$_{h}$",
        ['ₖ'] = "$_{k}$",
        ['ₗ'] = "$_{l}$",
        ['ₘ'] = "$_{m}$",
        ['ₙ'] = "$_{n}$",
        ['ₒ'] = "$_{o}$",
        ['ₚ'] = "$_{p}$",
        ['ᵣ'] = "$_{r}$",
        ['ₛ'] = "$_{s}$",
        ['ₓ'] = "$_{x}$",
        ['Ξ'] = @"$\Xi$",
        ['Π'] = @"$\Pi$",
        ['Ψ'] = @"$\Psi$",
        ['Υ'] = @"$\Upsilon$",
        ['ς'] = @"$\varsigma$",
        ['ϕ'] = @"$\phi$",
        ['ϵ'] = @"$\epsilon$",
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
        int last = 0;
        foreach (char c in text)
        {
            if (Accents.TryGetValue(c, out string? accent) && result.Length > last)
            {
                string letter = result.ToString(last, result.Length - last).Trim('$');
                result.Remove(last, result.Length - last).Append('$').Append(accent).Append('{').Append(letter).Append("}$");
                open = "^_";
                continue;
            }

            string piece = Replacements.TryGetValue(c, out string? replacement) ? replacement
                : c is >= '₀' and <= '₉' ? "$_{" + (char)('0' + (c - '₀')) + "}$"
                : char.IsControl(c) ? " "
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
                last = result.Length;
                result.Append(piece);
                open = kind == '\\' ? "^_" : "";
            }
        }

        return result.ToString();
    }

    /// <summary>A printed number: the hyphen becomes a minus sign, the rest is escaped.</summary>
    public static string EscapeNumber(string text) => Escape(text.Replace('-', '−'));

    /// <summary>What the engine must be able to set beyond Latin and Greek.</summary>
    public static LatexScripts Scripts(IEnumerable<string> texts)
    {
        var found = LatexScripts.None;
        foreach (Rune rune in texts.SelectMany(text => text.EnumerateRunes()))
        {
            if (rune.Value < 0x180 || (rune.IsBmp && (Replacements.ContainsKey((char)rune.Value) || Accents.ContainsKey((char)rune.Value)))) continue;
            if (rune.Value is >= '₀' and <= '₉') continue;
            found |= DisplayWidth.Of(rune.ToString()) == 2 ? LatexScripts.Chinese : LatexScripts.Other;
        }

        return found;
    }

    /// <summary>A label for \label: letters, digits and hyphens only.</summary>
    public static string Label(string key) => string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
