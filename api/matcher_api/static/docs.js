// Starts Swagger UI; a file of its own, as the pages allow no script inside them.
window.addEventListener("load", () => {
  const where = document.getElementById("docs");
  let csrf = "";
  window.ui = SwaggerUIBundle({
    url: where.dataset.openapi,
    dom_id: "#docs",
    deepLinking: true,
    docExpansion: "none",
    validatorUrl: null,
    // who logs in here (POST /sessions) gets a cookie; changes by cookie need the token of that answer
    requestInterceptor: (request) => {
      if (csrf) request.headers["X-CSRF-Token"] = csrf;
      return request;
    },
    responseInterceptor: (response) => {
      if (response.url.endsWith("/sessions") && response.obj && response.obj.csrf) csrf = response.obj.csrf;
      return response;
    },
  });
});
