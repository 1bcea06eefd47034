package org.kalepool.db;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;

/** XLM is stored as stroops. */
@Converter(autoApply = true)
public final class XlmConverter implements AttributeConverter<@Nullable Xlm, @Nullable Long> {
  @Override
  public @Nullable Long convertToDatabaseColumn(@Nullable Xlm amount) {
    return amount == null ? null : amount.stroops();
  }

  @Override
  public @Nullable Xlm convertToEntityAttribute(@Nullable Long stroops) {
    return stroops == null ? null : Xlm.ofStroops(stroops);
  }
}
