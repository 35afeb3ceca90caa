namespace Apex.Web.Components.Shared;

public enum ShapeKind
{
    FilledCircle,
    HalfCircle,
    Triangle,
    TwoBars,
    Cross,
    OpenCircle,
    Dash,
}
