//! Formulas, and dollar signs that are none.

use super::super::math::render as mathml;
use super::html;

#[test]
fn inline_and_display_formulas_are_mathml() {
    insta::assert_snapshot!(html("Let $a^2 < b$.\n\n$$\\frac{1}{\\color{red}2}$$"), @r##"
    <p>Let <math display="inline"><msup><mi>a</mi><mn>2</mn></msup><mo>&lt;</mo><mi>b</mi></math>.</p>
    <p><span class="math-block" tabindex="0" role="group" aria-label="Formula"><math display="block"><mfrac><mrow><mn>1</mn></mrow><mrow mathcolor="#ff0000"><mn>2</mn></mrow></mfrac></math></span></p>
    "##);
}

#[test]
fn prices_variables_and_templates_stay_text() {
    for text in [
        "$5 and $10",
        "US$5-$10, $20/$30",
        "costs $5 (or 10$)",
        "$HOME/bin:$PATH and $FOO",
        "from $FOO_BAR to $BAZ_QUX",
        "kill $$ and echo $$",
        "foo$bar$baz",
        "{{ $x }} and {{ $y }}",
        "a $ b $ c",
    ] {
        let html = html(text);
        assert_eq!(html, format!("<p>{text}</p>"));
    }
}

#[test]
fn markup_between_plain_dollars_is_still_markup() {
    assert_eq!(
        html("$5 *or* (10$) `a` [b](/c)$"),
        "<p>$5 <em>or</em> (10$) <code>a</code> <a href=\"/c\">b</a>$</p>"
    );
}

#[test]
fn a_real_formula_after_prices_is_found() {
    let html = html("From $5-$10 to $x^2$.");
    assert!(html.starts_with("<p>From $5-$10 to <math"), "{html}");
}

#[test]
fn no_style_attribute_and_no_raw_sign_is_left() {
    for source in [
        "\\color{red}x",
        "\\fcolorbox{red}{blue}{x}",
        "a\\!b",
        "\\begin{pmatrix}1\\\\[1em]2\\end{pmatrix}",
        "a<b>c",
        "\\text{<b>&}",
    ] {
        let html = mathml(source, true);
        assert!(!html.contains("style="), "{html}");
        assert!(!html.contains("<b>") && !html.contains("<<"), "{html}");
        assert!(html.contains("<math"), "{html}");
    }
}

#[test]
fn what_cannot_be_read_is_shown_as_source() {
    for source in [
        "\\undefined{<x>}",
        "\\frac{1",
        "\\def\\a{\\a\\a}\\a",
        "{",
        "x^2^3",
    ] {
        assert!(
            mathml(source, false).starts_with("<code class=\"math-error\">"),
            "{source}"
        );
    }
    assert!(mathml(&"x".repeat(10_000), false).starts_with("<code"));
    assert!(mathml(&"{".repeat(1_000), false).starts_with("<code"));
}

#[test]
fn a_math_fence_is_a_display_formula() {
    assert!(html("```math\nx^2\n```").contains("<math display=\"block\">"));
}

#[test]
fn what_the_library_stumbles_over_is_shown_as_it_is_written() {
    for source in [
        "\\char中",
        "\\char é",
        "\\char4294967361",
        "\\color{#€€}x",
        "\\color{#1é234}x",
        "\\color{#红色}x",
        "\\textcolor{#12é",
    ] {
        let shown = mathml(source, true);
        assert!(
            shown.starts_with("<code class=\"math-error\">"),
            "{source}: {shown}"
        );
    }
    assert!(mathml("\\# \\color{#ff0000}红", false).contains("mathcolor=\"#ff0000\""));
}
