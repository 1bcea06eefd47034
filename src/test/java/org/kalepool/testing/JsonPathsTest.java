package org.kalepool.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.internal.path.json.JSONAssertion;
import io.restassured.path.json.JsonPath;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The paths by which tests look into answers mean what REST Assured says they mean. */
class JsonPathsTest {
  private static final JsonPath JSON =
      JsonPath.from(
          """
          {"a": {"b": 3, "none": null, "size": 7, "class": "C"},
           "list": [{"n": 1}, {"n": 2, "deep": [[5]]}],
           "with-hyphen": "w"}
          """);

  @Test
  void followsPlainPaths() {
    assertThat(JSON.<Integer>get("a.b")).isEqualTo(3);
    assertThat(JSON.<Integer>get("a.size")).isEqualTo(7);
    assertThat(JSON.<Integer>get("list[1].n")).isEqualTo(2);
    assertThat(JSON.<Integer>get("list[1].deep[0][0]")).isEqualTo(5);
    assertThat(JsonPath.from("[{\"n\": 4}]").<Integer>get("[0].n")).isEqualTo(4);
    for (String nothing : List.of("a.none", "a.none.x", "b", "b.c[2]", "list[2]", "list[2].n")) {
      assertThat(JSON.<Object>get(nothing)).as(nothing).isNull();
    }
  }

  @Test
  void leavesAllElseToGroovy() {
    assertThat(JSON.getList("list.n", Integer.class)).containsExactly(1, 2);
    assertThat(JSON.getInt("list.size()")).isEqualTo(2);
    assertThat(JSON.getInt("list.find { it.n > 1 }.n")).isEqualTo(2);
    assertThat(JSON.getInt("list[-1].n")).isEqualTo(2);
    assertThat(JSON.getString("a.class")).isEqualTo("C");
    assertThat(JSON.getString("with-hyphen")).isEqualTo("w");
    assertThat(JSON.getMap("$")).containsKeys("a", "list");
    assertThat(JSON.param("most", 1).getInt("list.find { it.n > most }.n")).isEqualTo(2);
    assertThatThrownBy(() -> JSON.get("a.("))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid JSON expression");
  }

  /** Else each path would cost a hundred times as much again, and nobody would see it. */
  @Test
  void isTheOneOfTheTests() {
    URL where = JSONAssertion.class.getProtectionDomain().getCodeSource().getLocation();
    assertThat(Objects.toString(where)).endsWith("test-classes/");
  }
}
