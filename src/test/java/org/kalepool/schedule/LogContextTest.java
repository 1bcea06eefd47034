package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogContextTest {
  private static final UUID FARMER = UUID.fromString("3b241101-e2bb-4255-8caf-4136c566a962");

  @Test
  void namesFarmerAndBlockWhileItIsOpen() {
    try (LogContext context = LogContext.of(FARMER, 78_001L)) {
      assertThat(context).isNotNull();
      assertThat(MDC.get("farmer")).isEqualTo(FARMER.toString());
      assertThat(MDC.get("block")).isEqualTo("78001");
    }
    assertThat(MDC.get("farmer")).isNull();
    assertThat(MDC.get("block")).isNull();
  }

  @Test
  void restoresTheOuterContext() {
    try (LogContext block = LogContext.of(null, 7L)) {
      assertThat(block).isNotNull();
      try (LogContext farmer = LogContext.of(FARMER, null)) {
        assertThat(farmer).isNotNull();
        assertThat(MDC.get("block")).isEqualTo("7");
      }
      assertThat(MDC.get("farmer")).isNull();
      assertThat(MDC.get("block")).isEqualTo("7");
    }
  }
}
