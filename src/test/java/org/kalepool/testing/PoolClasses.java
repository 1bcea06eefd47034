package org.kalepool.testing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The project's compiled classes, read once for all tests that look at them. */
public final class PoolClasses {
  /** With the tests. */
  public static final JavaClasses ALL = new ClassFileImporter().importPackages("org.kalepool");

  public static final JavaClasses PRODUCT = ALL.that(are(new ImportOption.DoNotIncludeTests()));
  public static final JavaClasses TESTS = ALL.that(are(new ImportOption.OnlyIncludeTests()));

  private PoolClasses() {}

  private static DescribedPredicate<JavaClass> are(ImportOption option) {
    return DescribedPredicate.describe(
        option.getClass().getSimpleName(),
        type ->
            type.getSource()
                .map(source -> option.includes(Location.of(source.getUri())))
                .orElse(false));
  }
}
