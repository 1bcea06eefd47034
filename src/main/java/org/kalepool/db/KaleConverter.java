package org.kalepool.db;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** KALE is stored as stroops. */
@Converter(autoApply = true)
public final class KaleConverter implements AttributeConverter<@Nullable Kale, @Nullable Long> {
  @Override
  public @Nullable Long convertToDatabaseColumn(@Nullable Kale amount) {
    return amount == null ? null : amount.stroops();
  }

  @Override
  public @Nullable Kale convertToEntityAttribute(@Nullable Long stroops) {
    return stroops == null ? null : Kale.ofStroops(stroops);
  }
}
