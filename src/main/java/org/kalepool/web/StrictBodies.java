package org.kalepool.web;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Gives resources the records that they take, read and checked by {@link Json}. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class StrictBodies implements ServerMessageBodyReader<Object> {
  private static final Logger LOG = Logger.getLogger(StrictBodies.class);

  private final Json json;

  StrictBodies(Json json) {
    this.json = json;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public Object readFrom(
      Class<Object> type, Type generic, MediaType mediaType, ServerRequestContext context) {
    return read(type, context.getInputStream());
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    return read(type, body);
  }

  private Object read(Class<Object> type, InputStream body) {
    return json.read(new String(whole(body), StandardCharsets.UTF_8), type);
  }

  /** Who has gone meanwhile hears no answer, and is no fault of ours. */
  private static byte[] whole(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      LOG.debugf("a client has gone in the middle of its request: %s", e.getMessage());
      throw new ProblemException(
          ProblemKind.BAD_REQUEST, "The connection ended before the body did.");
    }
  }
}
