package org.kalepool.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Types;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.spi.TypeConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

class ValueTypesTest {
  static Object[] storedAs() {
    return new Object[] {
      Arguments.of(Kale.class, Types.BIGINT),
      Arguments.of(Xlm.class, Types.BIGINT),
      Arguments.of(Address.class, Types.VARCHAR),
      Arguments.of(Hash.class, Types.VARCHAR)
    };
  }

  /** Seen before: made anew, with an exception, for each column of each native query's result. */
  @ParameterizedTest
  @MethodSource("storedAs")
  <V> void isKnownWithItsColumnAndNotMadeAnewEachTime(Class<V> value, int column) {
    try (StandardServiceRegistry services =
        new StandardServiceRegistryBuilder()
            .applySetting("hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect")
            .applySetting("hibernate.boot.allow_jdbc_metadata_access", false)
            .build()) {
      MetadataImplementor metadata =
          (MetadataImplementor) new MetadataSources(services).buildMetadata();
      TypeConfiguration types = metadata.getTypeConfiguration();
      JavaType<V> type = types.getJavaTypeRegistry().resolveDescriptor(value);
      BasicType<V> resolved =
          types
              .getBasicTypeRegistry()
              .resolve(type, types.getJdbcTypeRegistry().getDescriptor(column));
      assertThat(type).isInstanceOf(ValueType.class);
      assertThat(resolved).isSameAs(types.getBasicTypeRegistry().getRegisteredType(value));
    }
  }
}
