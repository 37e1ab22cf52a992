/**
 * What BTF says of a type, as plain data: enough to bind records, constants and attach
 * targets, and easy to write by hand in a test.
 */

/** The type of a struct member, variable or parameter, with typedefs and qualifiers resolved. */
export type BtfType =
  | {
      readonly kind: "int";
      readonly sizeBytes: number;
      readonly signed: boolean;
      readonly encoding: "int" | "char" | "bool";
    }
  | { readonly kind: "float"; readonly sizeBytes: number }
  | { readonly kind: "pointer"; readonly sizeBytes: number; readonly target: string }
  | { readonly kind: "enum"; readonly sizeBytes: number; readonly signed: boolean; readonly name: string }
  | { readonly kind: "array"; readonly sizeBytes: number; readonly length: number; readonly element: BtfType }
  | {
      readonly kind: "struct" | "union";
      readonly sizeBytes: number;
      readonly name: string;
      readonly members: readonly BtfMember[];
    }
  | { readonly kind: "other"; readonly sizeBytes: number };

export interface BtfMember {
  /** Empty for an anonymous struct or union. */
  readonly name: string;
  /** From the start of the enclosing struct, in bits. */
  readonly offsetBits: number;
  /** Width of a bit field, in bits; 0 when the member is not one. */
  readonly bitFieldBits: number;
  readonly type: BtfType;
}

export type BtfStruct = Extract<BtfType, { kind: "struct" | "union" }>;

export interface BtfEnum {
  readonly name: string;
  readonly sizeBytes: number;
  /** In the order of the declaration. */
  readonly values: readonly { readonly name: string; readonly value: bigint }[];
}

export interface BtfVariable {
  readonly name: string;
  /** The data section that holds it: `.rodata`, `.bss`, `.data.custom`, … */
  readonly section: string;
  readonly offsetBytes: number;
  readonly type: BtfType;
}

export interface BtfPrototype {
  readonly name: string;
  /** Types spelled as in C, without `const` and `volatile`: `struct dentry *`. */
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
}

/** The type information of one object, or of the running kernel. */
export interface Btf {
  /** A struct or union by its tag; members of struct type come with their own members. */
  struct(name: string): BtfStruct | undefined;
  enum(name: string): BtfEnum | undefined;
  /** A global variable; always `undefined` for the kernel's own BTF of kernels that leave them out. */
  variable(name: string): BtfVariable | undefined;
  /** A function that can be an attach target. */
  function(name: string): BtfPrototype | undefined;
  /** The arguments that a `tp_btf` or raw tracepoint program receives, without the private first one. */
  tracepoint(name: string): BtfPrototype | undefined;
}
