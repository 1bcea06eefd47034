package org.kalepool.db;

import java.io.Serial;
import java.sql.Types;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** The value types; {@code package-info} registers them. */
final class ValueTypes {
  private ValueTypes() {}

  /** Stroops. */
  static final class OfKale extends ValueType<Kale, Long> {
    @Serial private static final long serialVersionUID = 1;

    OfKale() {
      super(Kale.class, Long.class, Types.BIGINT, Kale::stroops, Kale::ofStroops);
    }
  }

  /** Stroops. */
  static final class OfXlm extends ValueType<Xlm, Long> {
    @Serial private static final long serialVersionUID = 1;

    OfXlm() {
      super(Xlm.class, Long.class, Types.BIGINT, Xlm::stroops, Xlm::ofStroops);
    }
  }

  /** The StrKey. */
  static final class OfAddress extends ValueType<Address, String> {
    @Serial private static final long serialVersionUID = 1;

    OfAddress() {
      super(Address.class, String.class, Types.VARCHAR, Address::text, Address::of);
    }
  }

  /** Hexadecimal digits. */
  static final class OfHash extends ValueType<Hash, String> {
    @Serial private static final long serialVersionUID = 1;

    OfHash() {
      super(Hash.class, String.class, Types.VARCHAR, Hash::hex, Hash::new);
    }
  }
}
