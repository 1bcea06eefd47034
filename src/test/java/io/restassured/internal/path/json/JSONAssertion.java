package io.restassured.internal.path.json;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import groovy.lang.MissingPropertyException;
import io.restassured.internal.common.assertion.Assertion;
import io.restassured.internal.common.assertion.AssertionSupport;
import io.restassured.internal.common.assertion.PathFragmentEscaper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * REST Assured's class of this name, which compiles each JSON path as a Groovy script: that takes a
 * path ten milliseconds, and took half of all that the tests of the API did. This one follows plain
 * paths such as {@code items[0].state} by itself and does the same as the other with all else. It
 * comes first on the tests' class path.
 */
public final class JSONAssertion implements Assertion {
  private static final String ROOT = "restAssuredJsonRootObject";

  /** Not the names that mean something else to Groovy, or to what escapes paths for it. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?!.*\\b(?:class|metaClass|properties|empty)\\b)"
              + "(?:\\[\\d{1,6}]|[A-Za-z_]\\w*)(?:\\[\\d{1,6}]|\\.[A-Za-z_]\\w*)*");

  private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|\\.?([A-Za-z_]\\w*)");

  private String key = "";
  private Map<String, Object> params = Map.of();

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public Map<String, Object> getParams() {
    return params;
  }

  public void setParams(Map<String, Object> params) {
    this.params = params;
  }

  @Override
  public Object getResult(Object object, Object config) {
    return getAsJsonObject(object);
  }

  @Override
  public String description() {
    return "JSON path";
  }

  /** What is there, null if nothing is. */
  public Object getAsJsonObject(Object object) {
    return PLAIN.matcher(key).matches() ? followed(object) : evaluated(object);
  }

  /** Whatever is not as plain as the path, such as a property of each of a list, is Groovy's. */
  private Object followed(Object object) {
    Object at = object;
    for (Matcher step = STEP.matcher(key); step.find() && at != null; ) {
      if (step.group(2) != null && at instanceof Map<?, ?> map) {
        at = map.get(step.group(2));
      } else if (step.group(1) != null && at instanceof List<?> list) {
        int index = Integer.parseInt(step.group(1));
        at = index < list.size() ? list.get(index) : null;
      } else {
        return evaluated(object);
      }
    }
    return at;
  }

  private Object evaluated(Object object) {
    key =
        (String)
            AssertionSupport.escapePath(
                key,
                (PathFragmentEscaper) AssertionSupport.hyphen(),
                (PathFragmentEscaper) AssertionSupport.attributeGetter(),
                (PathFragmentEscaper) AssertionSupport.integer(),
                (PathFragmentEscaper) AssertionSupport.properties(),
                (PathFragmentEscaper) AssertionSupport.classKeyword());
    if (key.equals("$") || key.isEmpty()) {
      return object;
    }
    String dot = Pattern.compile("^\\[-?\\d+].*").matcher(key).find() ? "" : ".";
    try {
      return evaluated(object, ROOT + dot + key);
    } catch (MissingPropertyException e) {
      String text = String.valueOf(e.getMessage());
      if (text.startsWith("No such property:") && text.endsWith("for class: Script1")) {
        throw new IllegalArgumentException(
            "The parameter \"%s\" was used but not defined. Define parameters using the JsonPath.param(...) function"
                .formatted(e.getProperty()),
            e);
      }
      return null;
    } catch (Exception e) {
      String text = String.valueOf(e.getMessage());
      if (e instanceof NullPointerException
          && (text.equals("Cannot invoke method getAt() on null object")
              || (text.startsWith("Cannot get property") && text.endsWith("on null object")))) {
        return null;
      }
      throw new IllegalArgumentException(
          text.replace("startup failed:", "Invalid JSON expression:")
              .replace(ROOT + ".", AssertionSupport.generateWhitespace(ROOT.length())),
          e);
    }
  }

  private Object evaluated(Object object, String expression) {
    Map<String, Object> variables = new HashMap<>(params == null ? Map.of() : params);
    variables.put(ROOT, object);
    GroovyShell shell = new GroovyShell(new Binding(variables));
    try {
      return shell.evaluate(expression);
    } finally {
      shell.resetLoadedClasses();
    }
  }
}
