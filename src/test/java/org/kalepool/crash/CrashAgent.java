package org.kalepool.crash;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Java agent: puts a call to {@link CrashPoints} before and after what changes state, which is
 * every commit and statement of the PostgreSQL driver and every call of the RPC transport.
 */
public final class CrashAgent {
  private static final ClassDesc POINTS = ClassDesc.of("org.kalepool.crash.CrashPoints");
  private static final MethodTypeDesc HOOK =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          ConstantDescs.CD_String,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object);

  /**
   * What is watched.
   *
   * @param owner binary name with slashes
   * @param what tells {@link CrashPoints} the kind
   * @param hasArguments whether the first two parameters, objects, are passed on
   */
  private record Watched(
      String owner, String method, String descriptor, String what, boolean hasArguments) {
    boolean is(MethodModel model) {
      return model.methodName().equalsString(method) && model.methodType().equalsString(descriptor);
    }
  }

  private static final String JDBC = "org/postgresql/jdbc/";
  private static final List<Watched> WATCHED =
      List.of(
          new Watched(JDBC + "PgConnection", "commit", "()V", "commit", false),
          new Watched(JDBC + "PgConnection", "rollback", "()V", "rollback", false),
          new Watched(JDBC + "PgPreparedStatement", "executeWithFlags", "(I)Z", "statement", false),
          new Watched(JDBC + "PgPreparedStatement", "addBatch", "()V", "statement", false),
          new Watched(
              "org/kalepool/stellar/HttpRpcTransport",
              "call",
              "(Ljava/lang/String;Lcom/fasterxml/jackson/databind/node/ObjectNode;)"
                  + "Lcom/fasterxml/jackson/databind/JsonNode;",
              "call",
              true));

  private CrashAgent() {}

  /**
   * Entry point, see {@link java.lang.instrument}.
   *
   * @param points the jar of {@link CrashPoints}, for every class loader to find it
   */
  public static void premain(String points, Instrumentation instrumentation) throws IOException {
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(points));
    instrumentation.addTransformer(new Transformer());
  }

  private static final class Transformer implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      List<Watched> here = WATCHED.stream().filter(w -> w.owner().equals(name)).toList();
      if (here.isEmpty() || loader == null) {
        return null;
      }
      try {
        byte[] changed = bytes;
        for (Watched watched : here) {
          changed = watch(changed, watched, loader);
        }
        return changed;
      } catch (RuntimeException e) {
        // The JVM would go on with the class unchanged, and the test would see no points.
        System.err.println("crash agent: " + name + " cannot be watched: " + e);
        Runtime.getRuntime().halt(CrashPoints.BROKEN);
        return null;
      }
    }

    private static byte[] watch(byte[] bytes, Watched watched, ClassLoader loader) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      var model = classFile.parse(bytes);
      if (model.methods().stream().noneMatch(watched::is)) {
        throw new IllegalStateException("there is no " + watched.method() + watched.descriptor());
      }
      return classFile.transformClass(
          model, ClassTransform.transformingMethodBodies(watched::is, new Surround(watched)));
    }
  }

  private record Surround(Watched watched) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      hook(code, "before");
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        hook(code, "after");
      }
      code.with(element);
    }

    private void hook(CodeBuilder code, String when) {
      code.loadConstant(watched.what()).aload(0);
      if (watched.hasArguments()) {
        code.aload(1).aload(2);
      } else {
        code.aconst_null().aconst_null();
      }
      code.invokestatic(POINTS, when, HOOK);
    }
  }
}
