package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BalanceIdTest {
  /** The pair of SEP-23. */
  private static final String HEX =
      "000000003f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a";

  private static final String TEXT = "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU";

  @Test
  void readsBothForms() {
    assertThat(BalanceId.of(HEX).text()).isEqualTo(TEXT);
    assertThat(BalanceId.of(TEXT).hex()).isEqualTo(HEX);
  }

  @Test
  void refusesAnythingElse() {
    for (String wrong :
        new String[] {
          "",
          "B",
          "00",
          "1" + HEX.substring(1),
          HEX.substring(8),
          TEXT.replace("6D", "7D"),
          "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7"
        }) {
      assertThatThrownBy(() -> BalanceId.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
