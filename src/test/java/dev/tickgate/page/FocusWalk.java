package dev.tickgate.page;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A walk over a page with the key Tab, from its top until the focus leaves it.
 *
 * @param names of the controls, in the order of the walk
 * @param problems controls without a name, without a visible focus, or seen twice
 * @param missed controls that the walk did not reach
 */
record FocusWalk(List<String> names, List<String> problems, List<String> missed) {
  private static final int LONGEST = 200;
  private static final String PREPARE =
      """
      () => {
        document.activeElement?.blur();
        getSelection().removeAllRanges();
        window.walked = new Set();
        const controls = 'a[href], button, input, select, textarea, [tabindex]';
        window.expected = () => [...document.querySelectorAll(controls)].filter(element =>
          element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
        window.atFirst = window.expected();
      }
      """;
  private static final String INDICATOR =
      """
      () => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? 'none' : outlineStyle;
      }
      """;
  private static final String STEP =
      """
      () => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const { top, bottom } = element.getBoundingClientRect();
        const again = window.walked.has(element);
        window.walked.add(element);
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        axe.setup(document);
        const name = axe.commons.text.accessibleText(element);
        axe.teardown();
        return { html: element.outerHTML.slice(0, 160), again, name,
          outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
          seen: bottom > 0 && top < innerHeight, order: element.tabIndex };
      }
      """;
  // The walk could not reach elements that have gone since it began.
  private static final String MISSED =
      """
      () => window.atFirst.filter(element => !window.walked.has(element))
        .filter(element => window.expected().includes(element))
        .map(element => element.outerHTML.slice(0, 160))
      """;

  /** The next Tab goes to the first control of the page. */
  static void fromTheTop(Page page) {
    page.evaluate("document.body.tabIndex = -1; document.body.focus()");
    page.evaluate("document.body.removeAttribute('tabindex')");
  }

  /** The style of the outline of the focused element; none where it cannot be seen. */
  static String indicatorOf(Page page) {
    return (String) page.evaluate(INDICATOR);
  }

  @SuppressWarnings("unchecked")
  static FocusWalk of(Page page) {
    List<String> names = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Axe.load(page);
    page.evaluate(PREPARE);
    fromTheTop(page);
    for (int step = 0; step < LONGEST; step++) {
      page.keyboard().press("Tab");
      Map<String, Object> stop = (Map<String, Object>) page.evaluate(STEP);
      if (stop == null) {
        break;
      }
      String name = (String) stop.get("name");
      names.add(name);
      note(problems, name.isBlank(), "no name", stop);
      note(problems, !(boolean) stop.get("outlined"), "no outline", stop);
      note(problems, !(boolean) stop.get("seen"), "outside of the window", stop);
      note(problems, (int) stop.get("order") > 0, "an order of its own", stop);
      if ((boolean) stop.get("again")) {
        note(problems, true, "a trap", stop);
        break;
      }
    }
    return new FocusWalk(names, problems, (List<String>) page.evaluate(MISSED));
  }

  private static void note(
      List<String> problems, boolean isProblem, String what, Map<String, Object> stop) {
    if (isProblem) {
      problems.add(what + ": " + stop.get("html"));
    }
  }

  String first() {
    return names.get(0);
  }
}
