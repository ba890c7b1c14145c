using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Reads formulas; what stands inside their functions is left to <see cref="ExpressionParser"/>.</summary>
internal sealed class FormulaParser(string text)
{
    private readonly ExpressionParser _parser = new(text);
    private readonly List<Term> _terms = [];
    private readonly List<Phrase> _notices = [];
    private bool _intercept = true;
    private bool _interceptStated;

    public Formula TwoSided()
    {
        if (_parser.Current.Is("~"))
            throw _parser.Error(_parser.Current, "the formula has no left side: write e.g. ln(exports) ~ ln(gdp)");
        Expression response = LeftSide();
        if (!_parser.TryTake("~"))
        {
            throw _parser.Error(_parser.Current, _parser.Current.Kind == TokenKind.End
                ? "the formula has no '~' between its left and right side"
                : $"expected '~' after the left side, found {ExpressionParser.Shown(_parser.Current)}");
        }
        ModelIndex index = Sum();
        List<AbsorbedEffect> effects = _parser.TryTake("|") ? Effects() : [];
        End();
        return new Formula { Text = text.Trim(), Response = response, Index = index with { NoticePhrases = [.. _notices] }, AbsorbedEffects = effects };
    }

    public ModelIndex OneSided()
    {
        _parser.TryTake("~");
        ModelIndex index = Sum();
        if (_parser.Current.Is("~"))
            throw _parser.Error(_parser.Current, "this formula has one side only: leave out the left side and '~'");
        if (_parser.Current.Is("|"))
            throw _parser.Error(_parser.Current, "fixed effects belong to the frontier formula only");
        End();
        return index;
    }

    public List<AbsorbedEffect> EffectsOnly()
    {
        _parser.TryTake("|");
        List<AbsorbedEffect> effects = Effects();
        End();
        return effects;
    }

    private Expression LeftSide()
    {
        if (_parser.Current.IsWord("I") && _parser.Following.Is("("))
            return Inhibited();
        return _parser.Arithmetic();
    }

    private void End()
    {
        Token token = _parser.Current;
        if (token.Kind == TokenKind.End)
            return;
        string hint = token.Value switch
        {
            "/" or "^" => $": arithmetic in a term stands in I(…), e.g. I(x {token.Value} 2)",
            "==" or "<" or ">" or "<=" or ">=" or "!=" or "&&" => ": a condition in a term stands in I(…), e.g. I(year >= 2010)",
            "||" => ": one '|' begins the fixed effects",
            ")" => ": there is no '(' for it",
            _ => token.Kind is TokenKind.Operator ? "" : ": an operator is missing before it",
        };
        throw _parser.Error(token, $"unexpected {ExpressionParser.Shown(token)}{hint}");
    }

    private ModelIndex Sum()
    {
        bool minus = _parser.TryTake("-");
        if (!minus)
            _parser.TryTake("+");
        while (true)
        {
            AddSummand(minus);
            if (_parser.TryTake("+"))
                minus = _parser.TryTake("-");
            else if (_parser.TryTake("-"))
                minus = true;
            else
                break;
        }
        return new ModelIndex { HasIntercept = _intercept, InterceptStated = _interceptStated, Terms = [.. _terms], NoticePhrases = [.. _notices] };
    }

    private void AddSummand(bool minus)
    {
        Token token = _parser.Current;
        if (token.Kind == TokenKind.Number)
        {
            if (token.Number is not (0 or 1))
                throw _parser.Error(token, "a number in a formula can only be 1 or 0, for the intercept: arithmetic stands in I(…)");
            _parser.Take();
            _intercept = token.Number == 1 != minus;
            _interceptStated = true;
            return;
        }
        foreach (Term term in Product())
        {
            int known = _terms.FindIndex(term.Same);
            if (minus && known >= 0)
                _terms.RemoveAt(known);
            else if (minus)
                throw _parser.Error(token, $"there is no term {term} to take out");
            else if (known >= 0)
                _notices.Add(new Phrase("notice.term-twice", ("term", term.ToString()!)));
            else
                _terms.Add(term);
        }
    }

    /// <summary><c>a*b</c> as a, b, a:b; with more factors all their products, lower orders first.</summary>
    private List<Term> Product()
    {
        var crossed = new List<Term> { Interaction() };
        while (_parser.TryTake("*"))
        {
            Term next = Interaction();
            crossed = [.. crossed, next, .. crossed.Select(t => Joined(t.Factors, next.Factors))];
        }
        return [.. crossed.OrderBy(t => t.Factors.Count)];
    }

    private Term Interaction()
    {
        List<TermFactor> factors = [Factor()];
        while (_parser.TryTake(":"))
            factors.Add(Factor());
        return Joined(factors, []);
    }

    private static Term Joined(IEnumerable<TermFactor> left, IEnumerable<TermFactor> right)
    {
        var factors = new List<TermFactor>();
        foreach (TermFactor factor in left.Concat(right))
            if (!factors.Any(factor.Same))
                factors.Add(factor);
        return new Term(factors);
    }

    private TermFactor Factor()
    {
        Token token = _parser.Current;
        if (token.Kind == TokenKind.Name && !token.Quoted && _parser.Following.Is("("))
        {
            return token.Value switch
            {
                "I" => new ExpressionFactor(Inhibited(), inhibited: true),
                "i" => Indicators(),
                "factor" or "C" => throw _parser.Error(token, $"indicators are written i(column), not {token.Value}(column)"),
                _ => new ExpressionFactor(_parser.Call(), inhibited: false),
            };
        }
        if (token.Kind == TokenKind.Name)
            return new ExpressionFactor(new ColumnReference(_parser.Take().Value), inhibited: false);
        if (token.Is("("))
            throw _parser.Error(token, "parentheses in a formula belong to a function or to I(…)");
        if (token.Kind == TokenKind.Number)
            throw _parser.Error(token, "a number in a term stands in I(…), e.g. I(2 * x)");
        throw _parser.Error(token, token.Kind == TokenKind.End ? "a term is missing at the end" : $"expected a term, found {ExpressionParser.Shown(token)}");
    }

    private Expression Inhibited()
    {
        _parser.Take();
        _parser.Expect("(", "after I");
        Expression inner = _parser.Expression();
        _parser.Expect(")", "to close I(");
        return inner;
    }

    private IndicatorFactor Indicators()
    {
        _parser.Take();
        _parser.Expect("(", "after i");
        string column = Name("a column");
        string? reference = null;
        if (_parser.TryTake(","))
        {
            if (!_parser.Current.IsWord("ref"))
                throw _parser.Error(_parser.Current, "i(column, …) takes ref=VALUE");
            _parser.Take();
            _parser.Expect("=", "after ref");
            bool negative = _parser.TryTake("-");
            Token value = _parser.Take();
            reference = value.Kind switch
            {
                TokenKind.Number => NumberText.Of(negative ? -value.Number : value.Number),
                TokenKind.Text or TokenKind.Name when !negative => value.Value,
                _ => throw _parser.Error(value, $"expected a value after ref=, found {ExpressionParser.Shown(value)}"),
            };
        }
        _parser.Expect(")", "to close i(");
        return new IndicatorFactor(column, reference);
    }

    private List<AbsorbedEffect> Effects()
    {
        var effects = new List<AbsorbedEffect>();
        do
        {
            AbsorbedEffect effect = Effect();
            if (effects.Any(effect.Same))
                _notices.Add(new Phrase("notice.effect-twice", ("effect", effect.ToString()!)));
            else
                effects.Add(effect);
        }
        while (_parser.TryTake("+"));
        return effects;
    }

    /// <summary>Columns and unordered pairs of columns, joined by <c>^</c>.</summary>
    private AbsorbedEffect Effect()
    {
        List<string> columns = [];
        List<int> pairs = [];
        do
        {
            if (_parser.Current.IsWord("pair") && _parser.Following.Is("("))
            {
                _parser.Take();
                _parser.Expect("(", "after pair");
                string first = Name("the first column of a pair");
                _parser.Expect(",", "between the columns of a pair");
                Token token = _parser.Current;
                string second = Name("the second column of a pair");
                if (first == second)
                    throw _parser.Error(token, "a pair has two different columns, e.g. pair(exporter, importer)");
                _parser.Expect(")", "to close pair(");
                pairs.Add(columns.Count);
                columns.AddRange([first, second]);
                continue;
            }
            string column = Name(columns.Count == 0 ? "a column of fixed effects" : "a column after '^'");
            if (!columns.Contains(column))
                columns.Add(column);
        }
        while (_parser.TryTake("^"));
        return new AbsorbedEffect(columns) { Pairs = pairs };
    }

    private string Name(string what)
    {
        Token token = _parser.Current;
        return token.Kind == TokenKind.Name
            ? _parser.Take().Value
            : throw _parser.Error(token, $"expected {what}, found {ExpressionParser.Shown(token)}");
    }
}
