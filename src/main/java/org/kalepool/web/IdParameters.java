package org.kalepool.web;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids in paths: of farmers, unless the parameter says of what with {@link IdOf}. A text that is no
 * id is answered as the id of nobody is.
 */
@Provider
public final class IdParameters implements ParamConverterProvider {
  private static final Annotation[] NONE = {};

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type generic, Annotation @Nullable [] annotations) {
    return type == UUID.class
        ? (ParamConverter<T>) new Converter(missing(annotations == null ? NONE : annotations))
        : null;
  }

  private static ProblemKind missing(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .filter(IdOf.class::isInstance)
        .map(each -> ((IdOf) each).missing())
        .findFirst()
        .orElse(ProblemKind.FARMER_NOT_FOUND);
  }

  private record Converter(ProblemKind missing) implements ParamConverter<UUID> {
    @Override
    public UUID fromString(String text) {
      return Ids.parse(text)
          .orElseThrow(
              () -> new NotFoundException(new ProblemException(missing, missing.title() + ".")));
    }

    @Override
    public String toString(UUID id) {
      return id.toString();
    }
  }
}
