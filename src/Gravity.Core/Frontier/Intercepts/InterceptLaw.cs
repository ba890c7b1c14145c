namespace Gravity.Core.Frontier;

/// <summary>The law of a unit's intercept a_i in y_it = x'β + a_i + v_it − s·u_it.</summary>
public enum InterceptLaw
{
    /// <summary>a_i ~ N(0, σ_w²): the true random effects of Greene (2005).</summary>
    Normal,

    /// <summary>a_i = w_i − s·u_i0, w_i ~ N(0, σ_w²) and u_i0 = |N(0, σ_u0²)|, skew-normal: the four components of Colombi et al. (2014).</summary>
    SkewNormal,

    /// <summary>No law: a flat density, which gives the density of the deviations from the unit's mean (Chen, Schmidt and Wang 2014).</summary>
    Flat,
}
