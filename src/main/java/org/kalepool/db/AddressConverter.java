package org.kalepool.db;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/** An address is stored as its StrKey. */
@Converter(autoApply = true)
public final class AddressConverter
    implements AttributeConverter<@Nullable Address, @Nullable String> {
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Address address) {
    return address == null ? null : address.text();
  }

  @Override
  public @Nullable Address convertToEntityAttribute(@Nullable String text) {
    return text == null ? null : Address.of(text);
  }
}
