package org.kalepool.db;

import java.io.Serial;
import java.util.function.Function;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/**
 * How a value type is stored. Registered with Hibernate, so that it is applied by itself wherever
 * the value type is a field, a parameter or a column of a result, in SQL as in HQL; a converter
 * would be for fields only.
 *
 * @param <V> the value type
 * @param <S> what the driver takes for it
 */
abstract class ValueType<V, S> extends AbstractClassJavaType<V> {
  @Serial private static final long serialVersionUID = 1;

  private final Class<S> stored;
  private final int sqlType;
  private final transient Function<V, S> out;
  private final transient Function<S, V> in;

  ValueType(Class<V> type, Class<S> stored, int sqlType, Function<V, S> out, Function<S, V> in) {
    super(type);
    this.stored = stored;
    this.sqlType = sqlType;
    this.out = out;
    this.in = in;
  }

  /** Of {@link java.sql.Types}. */
  int sqlType() {
    return sqlType;
  }

  @Override
  public JdbcType getRecommendedJdbcType(JdbcTypeIndicators context) {
    return context.getJdbcType(sqlType);
  }

  @Override
  public <X> @Nullable X unwrap(@Nullable V value, Class<X> type, WrapperOptions options) {
    if (value == null) {
      return null;
    }
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (type.isAssignableFrom(stored)) {
      return type.cast(out.apply(value));
    }
    throw unknownUnwrap(type);
  }

  @Override
  public <X> @Nullable V wrap(@Nullable X value, WrapperOptions options) {
    if (value == null) {
      return null;
    }
    if (getJavaTypeClass().isInstance(value)) {
      return getJavaTypeClass().cast(value);
    }
    if (stored.isInstance(value)) {
      return in.apply(stored.cast(value));
    }
    throw unknownWrap(value.getClass());
  }
}
