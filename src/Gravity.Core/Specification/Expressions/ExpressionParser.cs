using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>Reads expressions by recursive descent; formulas use it for what stands inside their terms.</summary>
internal sealed class ExpressionParser(string text)
{
    /// <summary>The functions of the language.</summary>
    public static readonly string[] Functions = ["ln", "log", "log1p", "exp", "sqrt", "abs", "lag", "lead", "diff", "missing"];

    // Deeper nesting than anyone writes, and far from the end of the stack.
    private const int DeepestNesting = 200;

    private readonly List<Token> _tokens = Lexer.Cut(text);
    private int _at;
    private int _depth;

    public Token Current => _tokens[_at];

    public Token Following => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    public Token Take() => _tokens[_at == _tokens.Count - 1 ? _at : _at++];

    public bool TryTake(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        _at++;
        return true;
    }

    public void Expect(string symbol, string where)
    {
        if (!TryTake(symbol))
            throw Error(Current, $"expected '{symbol}' {where}, found {Shown(Current)}");
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
            throw Error(Current, Unexpected(Current));
    }

    public UsageException Error(Token token, string reason) => Lexer.Error(text, token.Position, token.Length, reason);

    public static string Shown(Token token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Value}'";

    public Expression Expression()
    {
        if (++_depth > DeepestNesting)
            throw Error(Current, "the expression is nested too deeply");
        Expression left = Conjunction();
        while (Current.Is("||") || Current.IsWord("or"))
        {
            Take();
            left = new BinaryExpression("||", left, Conjunction());
        }
        _depth--;
        return left;
    }

    /// <summary>A sum or a single term of arithmetic, without comparisons.</summary>
    public Expression Arithmetic()
    {
        Expression left = Product();
        while (Current.Is("+") || Current.Is("-"))
            left = new BinaryExpression(Take().Value, left, Product());
        return left;
    }

    /// <summary>A call whose name is the current token.</summary>
    public Expression Call()
    {
        Token name = Take();
        if (!Functions.Contains(name.Value, StringComparer.Ordinal))
        {
            string hint = name.Value is "i" or "I" ? ": i() and I() belong to terms of a formula" : NearestNames.Hint(name.Value, Functions);
            if (hint.Length == 0)
                hint = $": the functions are {string.Join(", ", Functions)}";
            throw new UsageException("unknown-function", Error(name, $"there is no function '{name.Value}'{hint}").Message);
        }
        Expect("(", $"after {name.Value}");
        Expression argument = Expression();
        int? periods = null;
        if (TryTake(","))
        {
            Token number = Current;
            Expression count = Arithmetic();
            if (name.Value is not ("lag" or "lead"))
                throw WrongArguments(name, $"{name.Value}() takes one argument");
            if (count is not NumberLiteral { Value: >= 1 and <= 1e6 } whole || whole.Value != Math.Floor(whole.Value))
                throw WrongArguments(number, $"{name.Value}(x, k) needs a whole number of periods k ≥ 1");
            periods = (int)whole.Value;
        }
        Expect(")", $"to close {name.Value}(");
        return new CallExpression(name.Value, argument, periods);
    }

    private UsageException WrongArguments(Token token, string reason) => new("wrong-arguments", Error(token, reason).Message);

    private Expression Conjunction()
    {
        Expression left = Negation();
        while (Current.Is("&&") || Current.IsWord("and"))
        {
            Take();
            left = new BinaryExpression("&&", left, Negation());
        }
        return left;
    }

    private Expression Negation()
    {
        if (!Current.Is("!") && !Current.IsWord("not"))
            return Comparison();
        if (++_depth > DeepestNesting)
            throw Error(Current, "the expression is nested too deeply");
        Take();
        var negation = new UnaryExpression("!", Negation());
        _depth--;
        return negation;
    }

    private Expression Comparison()
    {
        Expression left = Arithmetic();
        if (Current.Is("="))
            throw Error(Current, "a comparison is written ==");
        if (Current.IsWord("in") || (Current.IsWord("not") && Following.IsWord("in")))
            return Membership(left);
        if (!IsComparison(Current))
            return left;
        var comparison = new BinaryExpression(Take().Value, left, Arithmetic());
        if (IsComparison(Current))
            throw Error(Current, "comparisons cannot be chained: write a < b && b < c");
        return comparison;
    }

    private MembershipExpression Membership(Expression item)
    {
        bool negated = Current.IsWord("not");
        if (negated)
            Take();
        Take();
        Expect("(", "after in");
        var list = new List<Expression>();
        do
        {
            Token token = Current;
            list.Add(Product() switch
            {
                NumberLiteral or TextLiteral => (Expression)Literal(token),
                UnaryExpression { Symbol: "-", Operand: NumberLiteral number } => new NumberLiteral(-number.Value),
                ColumnReference => throw Error(token, $"the list of in (…) holds numbers and quoted texts: write \"{token.Value}\""),
                _ => throw Error(token, "the list of in (…) holds numbers and quoted texts"),
            });
        }
        while (TryTake(","));
        Expect(")", "to close the list");
        return new MembershipExpression(item, list, negated);
    }

    private static Expression Literal(Token token) =>
        token.Kind == TokenKind.Number ? new NumberLiteral(token.Number) : new TextLiteral(token.Value);

    private Expression Product()
    {
        Expression left = Signed();
        while (Current.Is("*") || Current.Is("/"))
            left = new BinaryExpression(Take().Value, left, Signed());
        return left;
    }

    private Expression Signed()
    {
        if (!Current.Is("-") && !Current.Is("+"))
            return Power();
        if (++_depth > DeepestNesting)
            throw Error(Current, "the expression is nested too deeply");
        bool negative = Take().Is("-");
        Expression operand = Signed();
        _depth--;
        return negative ? new UnaryExpression("-", operand) : operand;
    }

    private Expression Power()
    {
        Expression basis = Atom();
        return TryTake("^") ? new BinaryExpression("^", basis, Signed()) : basis;
    }

    private Expression Atom()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new NumberLiteral(Take().Number);
            case TokenKind.Text:
                return new TextLiteral(Take().Value);
            case TokenKind.Name when Following.Is("(") && !token.Quoted && !token.IsWord("in") && !token.IsWord("not"):
                return Call();
            case TokenKind.Name when !token.IsWord("and") && !token.IsWord("or") && !token.IsWord("in") && !token.IsWord("not"):
                return new ColumnReference(Take().Value);
            case TokenKind.Operator when TryTake("("):
                Expression inner = Expression();
                Expect(")", "to close the parenthesis");
                return inner;
            default:
                throw Error(token, token.Kind == TokenKind.End
                    ? "the expression ends too early"
                    : $"expected a column, a number or a function, found {Shown(token)}");
        }
    }

    private static bool IsComparison(Token token) =>
        token.Kind == TokenKind.Operator && token.Value is "==" or "!=" or "<" or "<=" or ">" or ">=";

    private static string Unexpected(Token token) => token.Value switch
    {
        "|" => "unexpected '|': write || for 'or'",
        "~" or ":" => $"unexpected '{token.Value}': it belongs to formulas",
        _ => $"unexpected {Shown(token)}",
    };
}
