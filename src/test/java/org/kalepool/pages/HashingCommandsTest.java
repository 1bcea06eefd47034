package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.work.KernelRates;
import org.kalepool.work.WorkStatus;

/** What operators do to the hashing from pages. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HashingCommandsTest extends StagesFixture {
  @Inject Db db;
  @Inject WorkStatus work;

  @AfterEach
  void go() {
    work.resume();
  }

  private List<String> audit() {
    return db.list(
        "select concat_ws(' ', who, what, detail) from audit where coalesce(target, '') = ''"
            + " order by id",
        row -> row.getString(1));
  }

  @Test
  void theHashingIsPausedAndGoesOn() {
    OperatorBrowsing olga = OperatorBrowsing.operator();
    assertThat(olga.page("/operator/do/pause-hashing"))
        .contains("farmers are not planted until it goes on");
    olga.does("/operator/do/pause-hashing", "the machine is moved").then().statusCode(200);
    assertThat(work.paused()).isTrue();
    assertThat(olga.page("/operator")).contains("The hashing is paused");
    olga.does("/operator/do/resume-hashing", "it has moved").then().statusCode(200);
    assertThat(work.paused()).isFalse();
    olga.does("/operator/do/threads?threads=1&look=1", "enough").then().statusCode(200);
    olga.browser
        .get("/operator/do/threads?threads=0&look=1")
        .then()
        .statusCode(422)
        .body(containsString("Threads that hash must be 1 to 1024."));
    assertThat(audit()).endsWith("olga hashing-threads 1: enough");
  }

  @Test
  void anotherKernelIsTakenFromTheListOfThoseThatHashHere() {
    OperatorBrowsing olga = OperatorBrowsing.operator();
    assertThat(olga.page("/operator/hashing"))
        .containsPattern("scalar</th><td class=\"num\">[0-9.]+\\h[kM]H/s");
    String path = "/operator/do/kernel?kernel=%s&look=1";
    assertThat(olga.page(path.formatted("scalar")))
        .containsPattern("scalar, measured at [0-9.]+\\h[kM]H/s on one thread, takes the place of")
        .contains("No hash that was found is lost.")
        .contains("kale.work.kernel");
    olga.browser
        .get(path.formatted("gpu"))
        .then()
        .statusCode(422)
        .body(containsString("Kernel must be one of "));
    assertThat(audit()).noneMatch(line -> line.contains("hashing-kernel"));
    olga.does(path.formatted("scalar"), "to compare")
        .then()
        .statusCode(200)
        .body(containsString("The hashing goes on with scalar"));
    assertThat(work.kernel()).isEqualTo("scalar");
    assertThat(olga.page("/operator/hashing")).contains("in use");
    for (KernelRates.Rate other : work.kernels().rates()) {
      String use = "/operator/do/kernel?kernel=" + other.name() + "&amp;look=1";
      assertThat(olga.page("/operator/hashing").contains(use))
          .as(other.name())
          .isEqualTo(!other.name().equals("scalar"));
    }
    assertThat(audit()).endsWith("olga hashing-kernel scalar: to compare");
  }
}
