"""What templates of the hub ask for: icons, addresses of static files."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.interfaces.web.showing import asset

register = template.Library()


@register.simple_tag(name="asset")
def asset_tag(name: str) -> str:
    """The address of a static file, with the hash of what is in it."""
    return asset(name)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words, silent for those who listen."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        asset("casework/icons.svg"),
        name,
    )
