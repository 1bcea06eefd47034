package org.kalepool.db;

import java.io.Serial;
import java.sql.Types;
import java.util.List;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.BasicType;
import org.hibernate.type.spi.TypeConfiguration;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * Registers the value types with Hibernate, which finds this class by its service file. Each is
 * registered with the type of its column as well: Hibernate would otherwise make that pair anew,
 * and throw an exception on the way, for every parameter and every column of every result.
 */
public final class ValueTypes implements TypeContributor {
  @Override
  public void contribute(TypeContributions types, ServiceRegistry services) {
    for (ValueType<?, ?> type : List.of(new OfKale(), new OfXlm(), new OfAddress(), new OfHash())) {
      contribute(types, type);
    }
  }

  private static <V> void contribute(TypeContributions types, ValueType<V, ?> type) {
    types.contributeJavaType(type);
    TypeConfiguration all = types.getTypeConfiguration();
    BasicType<V> stored =
        all.getBasicTypeRegistry()
            .resolve(type, all.getJdbcTypeRegistry().getDescriptor(type.sqlType()));
    all.getBasicTypeRegistry().register(stored, type.getJavaTypeClass().getName());
  }

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
