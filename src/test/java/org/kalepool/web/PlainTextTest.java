package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.kale.Digits;
import org.kalepool.kale.Kale;

class PlainTextTest {
  private final Json json = StrictJson.make();

  /** A request's body. */
  record Body(@Nullable String why, @Nullable Inner inner, @Nullable List<String> names) {}

  /** A part of it. */
  record Inner(@Nullable String name) {}

  @ParameterizedTest
  @ValueSource(
      strings = {"\\u0000", "\\n", "\\u001b[31m", "\\u0085", "\\u2028", "\\u202e", "\\ud800"})
  void refusesControlCharactersInEveryTextByTheNameOfItsField(String character) {
    refused("{\"why\":\"a" + character + "b\"}", "why");
    refused("{\"inner\":{\"name\":\"" + character + "\"}}", "inner.name");
    refused("{\"names\":[\"a\",\"" + character + "\"]}", "names.[1]");
  }

  private void refused(String body, String field) {
    assertThatThrownBy(() -> json.read(body, Body.class))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.VALIDATION_FAILED);
              assertThat(problem.errors()).hasSize(1);
              assertThat(problem.errors().getFirst().field()).isEqualTo(field);
              assertThat(problem.errors().getFirst().message()).contains("control characters");
            });
  }

  @Test
  void takesTheTextsOfEveryLanguage() {
    for (String text : List.of("Grünkohl", "羽衣甘蓝", "كرنب", "👩‍🌾", "a b")) {
      assertThat(json.read("{\"why\":\"" + text + "\"}", Body.class).why()).isEqualTo(text);
    }
    assertThat(json.read("{\"why\":null}", Body.class).why()).isNull();
  }

  @Test
  void takesTheDigitsOfNoOtherScript() {
    assertThat(Digits.number("0123456789")).hasValue(123_456_789);
    for (String text : List.of("", "٣", "１２", "-1", "+1", "1 ", "1e3", "9".repeat(19))) {
      assertThat(Digits.number(text)).as(text).isEmpty();
    }
    assertThat(Kale.parse("-12.5")).isEqualTo(Kale.ofStroops(-125_000_000));
    for (String text : List.of("١٢.٥", "１", "1.٥")) {
      assertThatThrownBy(() -> Kale.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String limit : List.of("٣", "1०", "+5", "-1", "0", "201", "x", "")) {
      assertThatThrownBy(() -> Paging.of(null, limit)).isInstanceOf(ProblemException.class);
    }
    assertThat(Paging.of(null, "200").limit()).isEqualTo(200);
  }

  @Test
  void takesNoTimeThatTheDatabaseCannotHold() {
    for (String time :
        List.of(
            "+999999999-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "٢٠٢٧-01-01T00:00:00Z",
            "1999-12-31T00:00:00Z")) {
      Checks checks = new Checks();
      assertThat(checks.readable("at", time, "", Moments::of)).isFalse();
      assertThatThrownBy(checks::done).isInstanceOf(ProblemException.class);
    }
  }
}
