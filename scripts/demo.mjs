// `npm start`: nothing to show yet.
