package org.kalepool.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.OperatorRole;

/**
 * Something that operators do from a page: what it asks for, what it says beforehand, and what of
 * the API it calls. Whether it may be done is decided there.
 *
 * @param id as in the page's address
 * @param title what it is called, and its last button
 * @param needs the role that the API asks for
 * @param longer whether it takes many database transactions, as the API's own records it before
 * @param back the path of the page where one comes from; may have {@code {target}} in it
 * @param fields what has to be filled in beside the reason
 * @param preview says what it will do
 * @param deed does it
 */
record OperatorCommand(
    String id,
    String title,
    OperatorRole needs,
    boolean longer,
    String back,
    List<Field> fields,
    Preview preview,
    Deed deed) {

  /**
   * A field of the form.
   *
   * @param kind {@code text}, {@code number} or {@code select}
   * @param start what stands there at first
   * @param options of a {@code select}
   * @param needed whether it may not be left empty
   */
  record Field(
      String name,
      String label,
      String help,
      String kind,
      String start,
      List<String> options,
      boolean needed) {
    static Field text(String name, String label, String help) {
      return new Field(name, label, help, "text", "", List.of(), true);
    }

    static Field select(String name, String label, String help, String... options) {
      return new Field(name, label, help, "select", options[0], List.of(options), true);
    }

    Field starting(String value) {
      return new Field(name, label, help, kind, value, options, needed);
    }

    Field mayBeEmpty() {
      return new Field(name, label, help, kind, start, options, false);
    }
  }

  /** What is said before. */
  interface Preview {
    /**
     * What there is to say.
     *
     * @return sentences
     * @throws org.kalepool.web.ProblemException if it cannot be done, or not like that
     */
    List<String> of(Given given);
  }

  /** What is done. */
  interface Deed {
    /** Does it; throws as the API does. */
    Result run(Given given);
  }

  /**
   * What was filled in.
   *
   * @param target of what it is done to, empty if to the whole pool
   * @param once names this very form, empty beforehand
   * @param values by field, without blanks around them
   */
  record Given(String target, String why, String once, Map<String, String> values) {
    String value(String field) {
      return values.getOrDefault(field, "");
    }
  }

  /**
   * What came of it.
   *
   * @param said in a sentence
   * @param secret what is shown now and never again, null if nothing
   */
  record Result(String said, @Nullable String secret) {
    static Result said(String sentence) {
      return new Result(sentence, null);
    }
  }
}
