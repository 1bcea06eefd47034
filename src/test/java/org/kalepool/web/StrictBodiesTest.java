package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;

final class StrictBodiesTest {
  private record Body(String text) {}

  /** As the server's own does when the connection is closed. */
  private static final InputStream CUT =
      new InputStream() {
        @Override
        public int read() throws IOException {
          throw new IOException("Connection was closed");
        }
      };

  @Test
  void aClientThatHangsUpInItsRequestIsNoFaultOfThePools() {
    @SuppressWarnings("unchecked")
    Class<Object> type = (Class<Object>) (Class<?>) Body.class;
    StrictBodies bodies = new StrictBodies(StrictJson.make());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                bodies.readFrom(
                    type,
                    Body.class,
                    new Annotation[0],
                    MediaType.APPLICATION_JSON_TYPE,
                    new MultivaluedHashMap<>(),
                    CUT))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ProblemKind.BAD_REQUEST));
  }
}
