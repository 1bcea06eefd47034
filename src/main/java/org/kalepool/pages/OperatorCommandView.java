package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command before it is done.
 *
 * @param asks whether its fields are still to be filled in; if not, this page does it
 * @param allowed whether the operator's role allows it
 * @param sentences what it will do
 * @param hidden what the last form carries along
 */
public record OperatorCommandView(
    String id,
    String title,
    String needs,
    boolean asks,
    boolean allowed,
    List<String> sentences,
    List<Shown> fields,
    List<Hidden> hidden,
    String why,
    FormErrors wrong,
    String once,
    String back,
    String change) {
  public OperatorCommandView {
    sentences = List.copyOf(sentences);
    fields = List.copyOf(fields);
    hidden = List.copyOf(hidden);
  }

  /** A field with what stands in it. */
  public record Shown(
      String name,
      String label,
      String help,
      String kind,
      String value,
      List<String> options,
      boolean needed,
      @Nullable String error) {
    /** Whether an account's or a contract's address stands in it. */
    public boolean account() {
      return value.matches("[GMC][A-Z2-7]{55,}");
    }
  }

  /** A field that nobody sees. */
  public record Hidden(String name, String value) {}
}
