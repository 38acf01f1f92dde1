"""The interface described for programs: HTTP operations, JSON Schema, OpenAPI, AsyncAPI, TypeScript."""
