package org.kalepool.db;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** A hash is stored in hexadecimal digits. */
@Converter(autoApply = true)
public final class HashConverter implements AttributeConverter<@Nullable Hash, @Nullable String> {
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Hash hash) {
    return hash == null ? null : hash.hex();
  }

  @Override
  public @Nullable Hash convertToEntityAttribute(@Nullable String digits) {
    return digits == null ? null : new Hash(digits);
  }
}
