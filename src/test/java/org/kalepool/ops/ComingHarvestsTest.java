package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ComingHarvestsTest extends StagesFixture {
  @Inject ComingHarvests coming;
  @Inject Clock clock;

  @Test
  void aPailIsDueOnceItsIntervalIsOver() {
    fixture.active(50, 1, "100", "10");
    fixture.active(50, 3, "100", "10");
    fixture.step();
    network.landAll();
    ((SteppedClock) clock).advance(Duration.ofMinutes(1));
    long index = chain.index();
    assertThat(coming.upTo(index)).isZero();
    assertThat(coming.upTo(index + 1)).isEqualTo(1);
    assertThat(coming.upTo(index + 2)).isEqualTo(1);
    assertThat(coming.upTo(index + 3)).isEqualTo(2);
    assertThat(coming.all()).isEqualTo(2);
  }
}
