package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Each task needs a request context, so there is a container. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VirtualTasksTest {
  @Test
  void aTaskIsNotLoggedAsOneOfTheFarmerWhoseTaskAskedForIt() throws InterruptedException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    VirtualTasks virtual =
        new VirtualTasks(
            1,
            new TaskRunner(meters, () -> true),
            new TaskWatch(meters, Clock.systemUTC(), Duration.ofMinutes(1)));
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (LogContext context = LogContext.of(UUID.randomUUID(), 4L)) {
      assertThat(context).isNotNull();
      virtual.submit("work", () -> seen.add(MDC.get("block") + " " + MDC.get("farmer")));
    }
    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("null null");
  }
}
