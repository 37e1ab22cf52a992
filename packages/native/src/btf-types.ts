/** The type of a struct member, variable or parameter, with typedefs and qualifiers resolved. */
export type BtfType =
  | {
      readonly kind: "int";
      readonly sizeBytes: number;
      readonly signed: boolean;
      readonly encoding: "int" | "char" | "bool";
    }
  | { readonly kind: "float"; readonly sizeBytes: number }
  /** `target` is spelled as in C and not followed. */
  | { readonly kind: "pointer"; readonly sizeBytes: number; readonly target: string }
  | { readonly kind: "enum"; readonly sizeBytes: number; readonly signed: boolean; readonly name: string }
  | { readonly kind: "array"; readonly sizeBytes: number; readonly length: number; readonly element: BtfType }
  | {
      readonly kind: "struct" | "union";
      readonly sizeBytes: number;
      readonly name: string;
      readonly members: readonly BtfMember[];
    }
  /** A function, or a struct that is only declared. */
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
  /**
   * Types spelled as in C without qualifiers, typedefs by their name: `struct dentry *`,
   * `size_t`, `unsigned long`. A name is empty where the kernel does not tell it.
   */
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
}

/** The type information of one object, or of the running kernel. `undefined`: no such thing. */
export interface Btf {
  /** A struct or union by its tag; members of struct type come with their own members. */
  struct(name: string): BtfStruct | undefined;
  enum(name: string): BtfEnum | undefined;
  /** A global variable. */
  variable(name: string): BtfVariable | undefined;
  function(name: string): BtfPrototype | undefined;
  /** The arguments that a `tp_btf` or raw tracepoint program receives, without the private first one. */
  tracepoint(name: string): BtfPrototype | undefined;
}
