namespace Gravity.Core.Frontier.Intercepts;

/// <summary>u given the intercept a: N(level + slope·a, scale²) truncated to u ≥ 0; scale 0 for u = 0.</summary>
/// <remarks>
/// Of a row with e = s(y − x'β): half-normal u has level −e·σ_u²/S, slope σ_u²/S, scale σ_uσ_v/√S with S = σ_u² + σ_v²; exponential u has level −e − σ_v²/σ_u, slope 1 and
/// scale σ_v. Persistent u_0 with w = a + u_0 has level 0, slope −σ_u0²/S, S = σ_u0² + σ_w², and scale σ_u0σ_w/√S.
/// </remarks>
internal readonly record struct MixtureComponent(double Level, double Slope, double Scale)
{
    public static MixtureComponent None => default;

    /// <summary>Always zero.</summary>
    public bool IsZero => Scale == 0;

    public double Location(double a) => Level + Slope * a;

    public TruncatedNormalLaw At(double a) => new(Location(a), Scale);

    /// <summary>u_it of a row.</summary>
    public static MixtureComponent Transient(ConjugateLaw law, double e, double varianceU, double varianceV)
    {
        if (varianceU == 0)
            return None;
        if (law is Exponential)
            return new MixtureComponent(-e - varianceV / Math.Sqrt(varianceU), 1, Math.Sqrt(varianceV));
        double share = varianceU / (varianceU + varianceV);
        return new MixtureComponent(-e * share, share, Math.Sqrt(share * varianceV));
    }

    /// <summary>u_i0 of a unit.</summary>
    public static MixtureComponent Persistent(double varianceU0, double varianceW)
    {
        if (varianceU0 == 0)
            return None;
        double share = varianceU0 / (varianceU0 + varianceW);
        return new MixtureComponent(0, -share, Math.Sqrt(share * varianceW));
    }
}
