using Microsoft.AspNetCore.Components;

namespace Argus.Server.Pages;

/// <summary>What a page shows. All text in it is shown as text, whoever wrote it.</summary>
/// <remarks>Public, as all records of pages: the components that show them are, by Razor's rules.</remarks>
public abstract record Page
{
    internal abstract Type View { get; }
}

/// <summary>A page that knows the component that shows it.</summary>
public abstract record Page<TView> : Page where TView : IComponent
{
    internal sealed override Type View => typeof(TView);
}

/// <summary>A component that shows a page.</summary>
public abstract class PageView<TPage> : ComponentBase where TPage : Page
{
    [Parameter, EditorRequired]
    public required TPage Page { get; set; }
}
